"""The vocabulary: plain immutable records. Standard library only."""
