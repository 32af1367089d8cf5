"""What people see: widgets, pages and dialogs."""
