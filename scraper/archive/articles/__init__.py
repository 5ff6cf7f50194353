"""Articles and what belongs to them: people, tags, images, links, revisions, copies."""
