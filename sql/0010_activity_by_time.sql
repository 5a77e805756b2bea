-- Activity from or before a moment is found by it, and not by walking there from the present.

ALTER TABLE activity
  ADD KEY at (at);
