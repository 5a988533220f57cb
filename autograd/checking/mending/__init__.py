"""Why a claim is wrong, and what would be right."""
