"""The main window and dialogs."""
