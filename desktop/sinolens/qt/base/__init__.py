"""Tasks, actions, theme and errors of the window."""
