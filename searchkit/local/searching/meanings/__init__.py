"""The words of a query -> the terms and forms of the index that they mean."""
