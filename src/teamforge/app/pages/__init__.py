"""The pages, a file each: the question, the result that answers it, and the template."""
