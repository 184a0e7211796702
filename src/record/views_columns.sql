-- The views about the views: what a codebook is made from.

CREATE VIEW v_column AS SELECT view, place, name, type, what FROM view_column;
INSERT INTO view_info VALUES('column', 'The columns of the views.', 'view,place', 0);
INSERT INTO view_column VALUES
  ('column', 1, 'view', 'text', 'name of the view'),
  ('column', 2, 'place', 'int', 'place in it'),
  ('column', 3, 'name', 'text', 'name of the column'),
  ('column', 4, 'type', 'text', 'text, int, bool, json'),
  ('column', 5, 'what', 'text', 'what it holds');
