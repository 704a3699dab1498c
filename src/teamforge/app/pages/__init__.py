"""The pages, a file each: what is asked, of which result, shown by which template."""
