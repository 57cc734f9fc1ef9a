"""What people see in a browser: for now the single-file page of a graph."""
