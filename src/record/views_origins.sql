-- Who has what from whom: views of the commands origins and stories.

-- One row for each report that goes back to an origin, and how.
CREATE VIEW v_carrier AS
  WITH told(origin, report, via, sentence) AS (
    SELECT a.origin, a.key >> 20, v.outlet_name, a.sentence
      FROM attribution a LEFT JOIN relay v ON v.key = a.via_key WHERE a.origin IS NOT NULL
    UNION ALL
    SELECT n.origin, n.key >> 20, NULL, NULL FROM report_origin n)
  SELECT printf('%016x', o.id) AS origin, o.kind, coalesce(ee.name, o.name) AS name, o.reports,
         r.id AS report, h.handle, r.outlet, r.published, r.sort,
         max(t.via) AS via_name, min(t.sentence) AS sentence,
         (SELECT th.handle FROM copy c JOIN report tr ON tr.report = c.report_to
            JOIN handle th ON th.report = c.report_to
           WHERE c.report_from = r.report AND c.report_to IN
             (SELECT u.report FROM told u WHERE u.origin = o.id)
           ORDER BY tr.sort, tr.id LIMIT 1) AS copy_of,
         (SELECT c.kind FROM copy c JOIN report tr ON tr.report = c.report_to
           WHERE c.report_from = r.report AND c.report_to IN
             (SELECT u.report FROM told u WHERE u.origin = o.id)
           ORDER BY tr.sort, tr.id LIMIT 1) AS copy_kind
    FROM told t JOIN origin o ON o.id = t.origin JOIN report r ON r.report = t.report
    JOIN handle h ON h.report = t.report
    LEFT JOIN entity_in e ON e.key = o.entity_key
    LEFT JOIN profile ep ON ep.profile = e.profile LEFT JOIN entity ee ON ee.id = ep.entity
   GROUP BY o.id, r.report;
INSERT INTO view_info VALUES('carrier', 'Which report goes back to which origin, and how.', 'origin,sort,report', 0);
INSERT INTO view_column VALUES
  ('carrier', 1, 'origin', 'text', 'id of the origin'),
  ('carrier', 2, 'kind', 'text', 'of the origin'),
  ('carrier', 3, 'name', 'text', 'of the origin'),
  ('carrier', 4, 'reports', 'int', 'how many carry it'),
  ('carrier', 5, 'report', 'text', 'id of the report'),
  ('carrier', 6, 'handle', 'text', 'what to type for it'),
  ('carrier', 7, 'outlet', 'text', 'who publishes it'),
  ('carrier', 8, 'published', 'text', 'EDTF'),
  ('carrier', 9, 'sort', 'text', 'published; ~ where undated'),
  ('carrier', 10, 'via_name', 'text', 'the outlet that it names as where it has this from'),
  ('carrier', 11, 'sentence', 'int', 'first sentence that tells it; null: its narration'),
  ('carrier', 12, 'copy_of', 'text', 'the report of this origin whose text it has'),
  ('carrier', 13, 'copy_kind', 'text', 'exact, near, contains, excerpt');

-- Each place where an origin speaks.
CREATE VIEW v_telling AS
  SELECT printf('%016x', a.origin) AS origin, r.id AS report, a.sentence
    FROM attribution a JOIN report r ON r.report = a.key >> 20 WHERE a.origin IS NOT NULL
  UNION ALL
  SELECT printf('%016x', n.origin), r.id, NULL
    FROM report_origin n JOIN report r ON r.report = n.key >> 20;
INSERT INTO view_info VALUES('telling', 'Where each origin speaks; sentence null: a narration.', 'report,sentence,origin', 0);
INSERT INTO view_column VALUES
  ('telling', 1, 'origin', 'text', 'id of the origin'),
  ('telling', 2, 'report', 'text', 'id of the report'),
  ('telling', 3, 'sentence', 'int', 'number of the sentence');

-- Circular: two outlets that name each other, and twins whose common source nobody names.
CREATE VIEW v_circle AS
  SELECT 'loop' AS kind, ar.id AS a, br.id AS b, ah.handle AS a_handle, bh.handle AS b_handle,
         ar.outlet AS a_outlet, br.outlet AS b_outlet
    FROM relay x JOIN report ar ON ar.report = x.key >> 20
    JOIN report br ON lower(replace(br.outlet, 'The ', '')) = lower(replace(x.outlet_name, 'The ', ''))
    JOIN relay y ON y.key >> 20 = br.report
     AND lower(replace(y.outlet_name, 'The ', '')) = lower(replace(ar.outlet, 'The ', ''))
    JOIN handle ah ON ah.report = ar.report JOIN handle bh ON bh.report = br.report
   WHERE x.suggested = 0 AND y.suggested = 0 AND ar.report <> br.report AND ar.id < br.id
   GROUP BY ar.report, br.report
  UNION ALL
  SELECT 'hidden parent', f.id, t.id, fh.handle, th.handle, f.outlet, t.outlet
    FROM copy c JOIN report f ON f.report = c.report_from JOIN report t ON t.report = c.report_to
    JOIN handle fh ON fh.report = c.report_from JOIN handle th ON th.report = c.report_to
   WHERE c.directed = 0 AND f.outlet IS NOT NULL AND t.outlet IS NOT NULL
     AND lower(replace(f.outlet, 'The ', '')) <> lower(replace(t.outlet, 'The ', ''));
INSERT INTO view_info VALUES('circle', 'Circular: reports that lead back to each other, or to a source nobody names.', 'kind,a,b', 1);
INSERT INTO view_column VALUES
  ('circle', 1, 'kind', 'text', 'loop: each names the other; hidden parent: one text, neither names its source'),
  ('circle', 2, 'a', 'text', 'id of a report'),
  ('circle', 3, 'b', 'text', 'id of the other'),
  ('circle', 4, 'a_handle', 'text', 'what to type'),
  ('circle', 5, 'b_handle', 'text', 'what to type'),
  ('circle', 6, 'a_outlet', 'text', 'who publishes it'),
  ('circle', 7, 'b_outlet', 'text', 'who publishes it');
