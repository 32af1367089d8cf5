"""What sessions are: types and rules, pure, without files, SQL or Qt."""
