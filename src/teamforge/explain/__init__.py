"""Questions about a result: each module answers one, from the result's data and its solved challenge."""
