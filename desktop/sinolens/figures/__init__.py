"""The numbers and the drawing primitives of each chart; no drawing."""
