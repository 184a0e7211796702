-- Resolved things as views (see schema_derived_links.sql); the shape is that of views.sql.
-- A thing that no resolver has seen stands alone, with null origins.

CREATE VIEW v_event AS
  SELECT printf('%016x', coalesce(er.id, x.id)) AS id, x.event_type, x.mode,
         coalesce(x.contexts, '[]') AS contexts, x.process,
         (SELECT json_group_array(json_object('entity', CASE WHEN p.entity IS NULL THEN NULL ELSE
            printf('%016x', p.entity) END, 'name', coalesce(n.name, j.value->>1)))
            FROM json_each(x.actors) j LEFT JOIN entity_in i ON i.key = j.value->>0
            LEFT JOIN profile p ON p.profile = i.profile LEFT JOIN entity n ON n.id = p.entity) AS actors,
         (SELECT json_group_array(json_object('entity', CASE WHEN p.entity IS NULL THEN NULL ELSE
            printf('%016x', p.entity) END, 'name', coalesce(n.name, j.value->>1)))
            FROM json_each(x.recipients) j LEFT JOIN entity_in i ON i.key = j.value->>0
            LEFT JOIN profile p ON p.profile = i.profile LEFT JOIN entity n ON n.id = p.entity) AS recipients,
         coalesce(er.date, x.date) AS date, x.date_how, CASE WHEN pi_p.entity IS NULL THEN NULL ELSE printf('%016x', pi_p.entity) END AS place,
         coalesce(pi_e.name, x.place_name) AS place_name, coalesce(er.status, x.status) AS status,
         CASE WHEN a.id IS NULL THEN NULL ELSE printf('%016x', a.id) END AS attributed_to,
         CASE WHEN er.id IS NULL THEN NULL ELSE json_object('min', er.min, 'max', er.max) END AS origins,
         (SELECT json_group_array(json_object('report', yr.id, 'sentence', json_object('report', yr.id, 'start',
              y.sentence_start, 'end', y.sentence_end, 'exact', y.sentence_text), 'trigger',
              json_object('report', yr.id, 'start', y.start, 'end', y.end, 'exact', y.exact),
              'attribution', CASE WHEN ya.id IS NULL THEN NULL ELSE printf('%016x', ya.id) END))
            FROM json_each(coalesce(er.evidence, json_array(x.key))) j JOIN event y ON y.key = j.value
            JOIN report yr ON yr.report = y.key >> 20
            LEFT JOIN attribution ya ON ya.key = y.attribution_key) AS evidence,
         CASE coalesce(er.certainty, x.certainty) WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         CASE WHEN er.id IS NULL THEN NULL ELSE (SELECT json_group_array(json_object('status', c.value->>0, 'origins', json_object('min',
            c.value->>1, 'max', c.value->>2), 'evidence', json((SELECT json_group_array(json_object('report', yr.id, 'sentence', json_object('report', yr.id, 'start',
              y.sentence_start, 'end', y.sentence_end, 'exact', y.sentence_text), 'trigger',
              json_object('report', yr.id, 'start', y.start, 'end', y.end, 'exact', y.exact),
              'attribution', CASE WHEN ya.id IS NULL THEN NULL ELSE printf('%016x', ya.id) END))
              FROM json_each(c.value, '$[3]') j JOIN event y ON y.key = j.value
              JOIN report yr ON yr.report = y.key >> 20 LEFT JOIN attribution ya ON ya.key = y.attribution_key))))
            FROM json_each(er.accounts) c) END AS accounts,
         CASE WHEN er.id IS NULL THEN NULL ELSE (SELECT json_group_array(json_object('status', c.value->>0, 'min', c.value->>1, 'max',
            c.value->>2, 'handles', json((SELECT json_group_array(yh.handle || ':' || y.sentence)
              FROM json_each(c.value, '$[3]') j JOIN event y ON y.key = j.value
              JOIN handle yh ON yh.report = y.key >> 20)))) FROM json_each(er.accounts) c) END AS account_handles,
         CASE WHEN x.meeting IS NULL THEN NULL ELSE printf('%016x', x.meeting) END AS meeting,
         (SELECT json_group_array(yh.handle || ':' || y.sentence) FROM json_each(coalesce(er.evidence, json_array(x.key))) j
            JOIN event y ON y.key = j.value JOIN handle yh ON yh.report = y.key >> 20) AS handles,
         (SELECT count(DISTINCT j.value >> 20) FROM json_each(coalesce(er.evidence,
            json_array(x.key))) j) AS reports,
         r.id AS report, x.exact, x.start, x.sentence_text, x.numbers, x.place_why, x.frame,
         h.handle || ':' || x.sentence AS handle, coalesce(si_e.name, a.source) AS says,
         r.outlet, r.published, r.sort
    FROM event x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN event_row er ON er.id = x.row
    LEFT JOIN entity_in pi ON pi.key = x.place_key
    LEFT JOIN profile pi_p ON pi_p.profile = pi.profile LEFT JOIN entity pi_e ON pi_e.id = pi_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key
    LEFT JOIN entity_in si ON si.key = a.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity si_e ON si_e.id = si_p.entity
   WHERE er.id IS NULL OR er.best_key = x.key;
INSERT INTO view_info VALUES('event', 'One real event with all its evidence.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('event', 1, 'id', 'text', 'id of its first mention'),
  ('event', 2, 'event_type', 'text', 'PLOVER event type; null: a process'),
  ('event', 3, 'mode', 'text', 'PLOVER mode'),
  ('event', 4, 'contexts', 'json', 'PLOVER contexts'),
  ('event', 5, 'process', 'text', 'leak, publish, appoint, set-deadline, schedule'),
  ('event', 6, 'actors', 'json', '[{entity,name}]'),
  ('event', 7, 'recipients', 'json', '[{entity,name}]'),
  ('event', 8, 'date', 'text', 'EDTF'),
  ('event', 9, 'date_how', 'text', 'where the date comes from'),
  ('event', 10, 'place', 'text', 'entity id'),
  ('event', 11, 'place_name', 'text', 'its name'),
  ('event', 12, 'status', 'text', 'occurred, ongoing, planned, possible, denied, historical'),
  ('event', 13, 'attributed_to', 'text', 'the attribution that says so'),
  ('event', 14, 'origins', 'json', '{min,max} of status'),
  ('event', 15, 'evidence', 'json', '[{report,sentence,trigger,attribution}]'),
  ('event', 16, 'certainty', 'text', 'high, medium, low'),
  ('event', 17, 'accounts', 'json', '[{status,origins,evidence}]'),
  ('event', 40, 'account_handles', 'json', '[{status,min,max,handles}]'),
  ('event', 18, 'meeting', 'text', 'id of the meeting it is part of'),
  ('event', 19, 'handles', 'json', 'where each piece of evidence stands'),
  ('event', 20, 'reports', 'int', 'how many reports carry it'),
  ('event', 21, 'report', 'text', 'id of the report of the mention that stands for it'),
  ('event', 22, 'exact', 'text', 'the trigger of it'),
  ('event', 23, 'start', 'int', 'byte of it'),
  ('event', 24, 'sentence_text', 'text', 'the sentence of it'),
  ('event', 25, 'numbers', 'json', '"2 hours"'),
  ('event', 26, 'place_why', 'text', 'why there is no place'),
  ('event', 27, 'frame', 'text', 'the frame that fired'),
  ('event', 28, 'handle', 'text', 'where it stands'),
  ('event', 29, 'says', 'text', 'who says so; null: the report itself'),
  ('event', 30, 'outlet', 'text', 'of the report'),
  ('event', 31, 'published', 'text', 'of the report'),
  ('event', 32, 'sort', 'text', 'of the report');

CREATE VIEW v_position AS
  SELECT printf('%016x', coalesce(pr.id, x.id)) AS id, CASE WHEN pi_p.entity IS NULL THEN NULL ELSE printf('%016x', pi_p.entity) END AS party, coalesce(pi_e.name, x.party_name) AS party_name,
         CASE WHEN si_p.entity IS NULL THEN NULL ELSE printf('%016x', si_p.entity) END AS speaker, coalesce(si_e.name, a.source) AS speaker_name, x.level,
         x.issue, x.stance, x.firmness, x.form, x.condition, x.number, x.unit,
         coalesce(pr.said, x.said) AS said, coalesce(pr.reported, r.published) AS reported,
         CASE WHEN pr.id IS NULL THEN NULL ELSE json_object('min', pr.min, 'max', pr.max) END AS origins,
         (SELECT json_group_array(json_object('report', yr.id, 'start', y.start, 'end', y.end, 'exact', y.exact))
            FROM json_each(coalesce(pr.evidence, json_array(x.key))) j JOIN position y ON y.key = j.value
            JOIN report yr ON yr.report = y.key >> 20) AS evidence,
         pr.change, CASE WHEN pr.before IS NULL THEN NULL ELSE printf('%016x', pr.before) END AS before,
         CASE coalesce(pr.certainty, x.certainty) WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         (SELECT json_group_array(yh.handle || ':' || y.sentence) FROM json_each(coalesce(pr.evidence, json_array(x.key))) j
            JOIN position y ON y.key = j.value JOIN handle yh ON yh.report = y.key >> 20) AS handles,
         r.id AS report, x.exact, x.start, x.rule, h.handle || ':' || x.sentence AS handle, r.outlet,
         r.published, r.sort, v.outlet_name AS via_name
    FROM position x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN position_row pr ON pr.id = x.row
    LEFT JOIN entity_in pi ON pi.key = x.party_key
    LEFT JOIN profile pi_p ON pi_p.profile = pi.profile LEFT JOIN entity pi_e ON pi_e.id = pi_p.entity
    LEFT JOIN entity_in si ON si.key = x.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity si_e ON si_e.id = si_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key LEFT JOIN relay v ON v.key = a.via_key
   WHERE pr.id IS NULL OR pr.best_key = x.key;
INSERT INTO view_info VALUES('position', 'Where a party stands on an issue, beside what it said before.', 'party_name,issue,sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('position', 1, 'id', 'text', 'id of its first mention'),
  ('position', 2, 'party', 'text', 'entity id'),
  ('position', 3, 'party_name', 'text', 'name'),
  ('position', 4, 'speaker', 'text', 'entity id; null: narration'),
  ('position', 5, 'speaker_name', 'text', 'name or the sources words'),
  ('position', 6, 'level', 'text', 'head, minister, envoy, spokesperson, …'),
  ('position', 7, 'issue', 'text', 'label of issues.tsv'),
  ('position', 8, 'stance', 'text', 'demands, offers, accepts, …'),
  ('position', 9, 'firmness', 'text', 'declared non-negotiable, firm, …'),
  ('position', 10, 'form', 'text', 'own words, paraphrase, readout, narration, …'),
  ('position', 11, 'condition', 'text', 'its words'),
  ('position', 12, 'number', 'text', 'digits'),
  ('position', 13, 'unit', 'text', 'of the number'),
  ('position', 14, 'said', 'text', 'EDTF'),
  ('position', 15, 'reported', 'text', 'EDTF'),
  ('position', 16, 'origins', 'json', '{min,max}'),
  ('position', 17, 'evidence', 'json', 'spans'),
  ('position', 18, 'change', 'text', 'beside the one before it'),
  ('position', 19, 'before', 'text', 'id of the one before it'),
  ('position', 20, 'certainty', 'text', 'high, medium, low'),
  ('position', 21, 'handles', 'json', 'where each piece of evidence stands'),
  ('position', 22, 'report', 'text', 'id of the report of the mention that stands for it'),
  ('position', 23, 'exact', 'text', 'the words'),
  ('position', 24, 'start', 'int', 'byte'),
  ('position', 25, 'rule', 'text', 'which line of stances.tsv'),
  ('position', 26, 'handle', 'text', 'where it stands'),
  ('position', 27, 'outlet', 'text', 'of the report'),
  ('position', 28, 'published', 'text', 'of the report'),
  ('position', 29, 'sort', 'text', 'of the report'),
  ('position', 30, 'via_name', 'text', 'the outlet it came through');

CREATE VIEW v_version AS
  SELECT printf('%016x', coalesce(vr.id, x.id)) AS id, coalesce(vr.document, x.document) AS document,
         coalesce(vr.label, x.label) AS label, coalesce(vr.points, x.points) AS points,
         coalesce(vr.packages, x.packages) AS packages,
         (SELECT json_group_array(n.name) FROM json_each(coalesce(vr.authors, x.authors)) j
            JOIN entity_in i ON i.key = j.value JOIN profile p ON p.profile = i.profile
            JOIN entity n ON n.id = p.entity) AS authors,
         coalesce(vr.date, x.date) AS date, coalesce(vr.status, x.status) AS status,
         coalesce(vr.known, x.known) AS known, CASE WHEN vr.id IS NULL THEN NULL ELSE json_object('min', vr.min, 'max', vr.max) END AS origins,
         (SELECT json_group_array(json_object('report', yr.id, 'start', y.start, 'end', y.end, 'exact', y.exact))
            FROM json_each(coalesce(vr.evidence, json_array(x.key))) j JOIN version y ON y.key = j.value
            JOIN report yr ON yr.report = y.key >> 20) AS evidence,
         CASE coalesce(vr.certainty, x.certainty) WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         (SELECT json_group_array(yh.handle || ':' || y.sentence) FROM json_each(coalesce(vr.evidence, json_array(x.key))) j
            JOIN version y ON y.key = j.value JOIN handle yh ON yh.report = y.key >> 20) AS handles,
         r.id AS report, x.exact, x.start, x.approximate, coalesce(si_e.name, a.source) AS says,
         h.handle || ':' || x.sentence AS handle, r.published, r.sort
    FROM version x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN version_row vr ON vr.id = x.row
    LEFT JOIN attribution a ON a.key = x.attribution_key
    LEFT JOIN entity_in si ON si.key = a.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity si_e ON si_e.id = si_p.entity
   WHERE vr.id IS NULL OR vr.best_key = x.key;
INSERT INTO view_info VALUES('version', 'A version of a negotiated text, with every mention.', 'document,date,sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('version', 1, 'id', 'text', 'id of its first mention'),
  ('version', 2, 'document', 'text', 'what is negotiated'),
  ('version', 3, 'label', 'text', 'what the press calls it'),
  ('version', 4, 'points', 'int', 'claimed count'),
  ('version', 5, 'packages', 'int', 'claimed count'),
  ('version', 6, 'authors', 'json', 'names'),
  ('version', 7, 'date', 'text', 'EDTF'),
  ('version', 8, 'status', 'text', 'leaked, proposed, revised, …'),
  ('version', 9, 'known', 'text', 'described, full'),
  ('version', 10, 'origins', 'json', '{min,max}'),
  ('version', 11, 'evidence', 'json', 'spans'),
  ('version', 12, 'certainty', 'text', 'high, medium, low'),
  ('version', 13, 'handles', 'json', 'where each mention stands'),
  ('version', 14, 'report', 'text', 'id of the report of the mention that stands for it'),
  ('version', 15, 'exact', 'text', 'the words'),
  ('version', 16, 'start', 'int', 'byte'),
  ('version', 17, 'approximate', 'bool', '"about 20"'),
  ('version', 18, 'says', 'text', 'who says so'),
  ('version', 19, 'handle', 'text', 'where it stands'),
  ('version', 20, 'published', 'text', 'of the report'),
  ('version', 21, 'sort', 'text', 'of the report');

CREATE VIEW v_origin AS
  SELECT printf('%016x', o.id) AS id, o.kind, coalesce(e_e.name, o.name) AS name, o.reports,
         json_object('report', r.id, 'sentence', a.sentence) AS first, CASE WHEN e_p.entity IS NULL THEN NULL ELSE printf('%016x', e_p.entity) END AS entity,
         h.handle || coalesce(':' || a.sentence, '') AS handle
    FROM origin o LEFT JOIN report r ON r.report = o.first_key >> 20
    LEFT JOIN handle h ON h.report = o.first_key >> 20 LEFT JOIN attribution a ON a.key = o.first_key
    LEFT JOIN entity_in e ON e.key = o.entity_key
    LEFT JOIN profile e_p ON e_p.profile = e.profile LEFT JOIN entity e_e ON e_e.id = e_p.entity;
INSERT INTO view_info VALUES('origin', 'Whoever first knew.', 'kind,name,id', 1);
INSERT INTO view_column VALUES
  ('origin', 1, 'id', 'text', 'id of its first mention'),
  ('origin', 2, 'kind', 'text', 'official text, statement on the record, …'),
  ('origin', 3, 'name', 'text', 'who'),
  ('origin', 4, 'reports', 'int', 'how many carry it'),
  ('origin', 5, 'first', 'json', '{report,sentence}; sentence null: narration'),
  ('origin', 6, 'entity', 'text', 'entity id'),
  ('origin', 7, 'handle', 'text', 'where it stands first');

CREATE VIEW v_statement AS
  SELECT printf('%016x', t.id) AS id, CASE WHEN s_p.entity IS NULL THEN NULL ELSE printf('%016x', s_p.entity) END AS speaker, coalesce(s_e.name, t.speaker_name) AS speaker_name,
         t.occasion, t.date,
         (SELECT json_group_array(json_object('report', r.id, 'start', j.value->>0, 'end',
            j.value->>1, 'exact', j.value->>2)) FROM json_each(c.content) j) AS content,
         (SELECT json_group_array(printf('%016x', y.id)) FROM json_each(t.attributions) j
            JOIN attribution y ON y.key = j.value) AS attributions,
         json_object('min', t.min, 'max', t.max) AS origins,
         CASE t.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         (SELECT group_concat(j.value->>2, ' … ') FROM json_each(c.content) j) AS words, c.quote,
         (SELECT json_group_array(yh.handle || ':' || y.sentence) FROM json_each(t.attributions) j
            JOIN attribution y ON y.key = j.value JOIN handle yh ON yh.report = y.key >> 20) AS handles,
         (SELECT count(DISTINCT j.value >> 20) FROM json_each(t.attributions) j) AS reports,
         h.handle || ':' || c.sentence AS handle, r.published, r.sort
    FROM statement t LEFT JOIN attribution c ON c.key = t.content_key
    LEFT JOIN report r ON r.report = t.content_key >> 20
    LEFT JOIN handle h ON h.report = t.content_key >> 20
    LEFT JOIN entity_in s ON s.key = t.speaker_key
    LEFT JOIN profile s_p ON s_p.profile = s.profile LEFT JOIN entity s_e ON s_e.id = s_p.entity;
INSERT INTO view_info VALUES('statement', 'What one speaker said on one occasion, over all reports.', 'date,speaker_name,id', 1);
INSERT INTO view_column VALUES
  ('statement', 1, 'id', 'text', 'id of its first mention'),
  ('statement', 2, 'speaker', 'text', 'entity id; null: not resolved'),
  ('statement', 3, 'speaker_name', 'text', 'name, or the sources own words'),
  ('statement', 4, 'occasion', 'text', 'news conference, …'),
  ('statement', 5, 'date', 'text', 'EDTF'),
  ('statement', 6, 'content', 'json', 'spans of the words that stand for it'),
  ('statement', 7, 'attributions', 'json', 'ids'),
  ('statement', 8, 'origins', 'json', '{min,max}'),
  ('statement', 9, 'certainty', 'text', 'high, medium, low'),
  ('statement', 10, 'words', 'text', 'the words that stand for it'),
  ('statement', 11, 'quote', 'text', 'direct, indirect, mixed'),
  ('statement', 12, 'handles', 'json', 'where each variant stands'),
  ('statement', 13, 'reports', 'int', 'how many carry it'),
  ('statement', 14, 'handle', 'text', 'where the words stand'),
  ('statement', 15, 'published', 'text', 'of that report'),
  ('statement', 16, 'sort', 'text', 'of that report');

CREATE VIEW v_meeting AS
  SELECT printf('%016x', m.id) AS id, m.name, m.date,
         (SELECT min(printf('%016x', p.entity)) FROM json_each(m.accounts) c
            JOIN json_each(c.value, '$[3]') j JOIN event x ON x.key = j.value
            JOIN entity_in i ON i.key = x.place_key JOIN profile p ON p.profile = i.profile
            JOIN entity n ON n.id = p.entity WHERE n.name = m.place_name) AS place,
         m.place_name, m.mode, (SELECT json_group_array(json_object('entity', CASE WHEN p.entity IS NULL THEN NULL ELSE
            printf('%016x', p.entity) END, 'name', coalesce(n.name, j.value->>1)))
            FROM json_each(m.participants) j LEFT JOIN entity_in i ON i.key = j.value->>0
            LEFT JOIN profile p ON p.profile = i.profile LEFT JOIN entity n ON n.id = p.entity) AS participants, m.status,
         (SELECT json_group_array(json_object('status', c.value->>0, 'origins', json_object('min',
            c.value->>1, 'max', c.value->>2), 'evidence', json((SELECT json_group_array(json_object('report', yr.id, 'sentence', json_object('report', yr.id, 'start',
              y.sentence_start, 'end', y.sentence_end, 'exact', y.sentence_text), 'trigger',
              json_object('report', yr.id, 'start', y.start, 'end', y.end, 'exact', y.exact),
              'attribution', CASE WHEN ya.id IS NULL THEN NULL ELSE printf('%016x', ya.id) END))
              FROM json_each(c.value, '$[3]') j JOIN event y ON y.key = j.value
              JOIN report yr ON yr.report = y.key >> 20 LEFT JOIN attribution ya ON ya.key = y.attribution_key))))
            FROM json_each(m.accounts) c) AS accounts,
         (SELECT json_group_array(id) FROM (SELECT DISTINCT printf('%016x', x.row) AS id
            FROM json_each(m.accounts) c JOIN json_each(c.value, '$[3]') j
            JOIN event x ON x.key = j.value WHERE x.row IS NOT NULL ORDER BY 1)) AS events,
         (SELECT json_group_array(json_object('status', c.value->>0, 'min', c.value->>1, 'max',
            c.value->>2, 'handles', json((SELECT json_group_array(yh.handle || ':' || y.sentence)
              FROM json_each(c.value, '$[3]') j JOIN event y ON y.key = j.value
              JOIN handle yh ON yh.report = y.key >> 20)))) FROM json_each(m.accounts) c) AS account_handles,
         json_object('min', m.min, 'max', m.max) AS origins, m.reports,
         CASE m.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty
    FROM meeting m;
INSERT INTO view_info VALUES('meeting', 'One real encounter, with its accounts.', 'date,id', 1);
INSERT INTO view_column VALUES
  ('meeting', 1, 'id', 'text', 'id of its first mention'),
  ('meeting', 2, 'name', 'text', 'what it is called'),
  ('meeting', 3, 'date', 'text', 'EDTF'),
  ('meeting', 4, 'place', 'text', 'entity id'),
  ('meeting', 5, 'place_name', 'text', 'its name'),
  ('meeting', 6, 'mode', 'text', 'in person, phone, video, shuttle'),
  ('meeting', 7, 'participants', 'json', '[{entity,name}]'),
  ('meeting', 8, 'status', 'text', 'planned, occurred, denied'),
  ('meeting', 9, 'accounts', 'json', '[{status,origins,evidence}]'),
  ('meeting', 20, 'account_handles', 'json', '[{status,min,max,handles}]'),
  ('meeting', 10, 'events', 'json', 'ids'),
  ('meeting', 11, 'origins', 'json', '{min,max} of status'),
  ('meeting', 12, 'reports', 'int', 'how many carry it'),
  ('meeting', 13, 'certainty', 'text', 'high, medium, low');

CREATE VIEW v_question AS
  SELECT printf('%016x', q.id) AS id, q.question, q.slot, q.kind,
         (SELECT json_group_array(json_object('value', c.value->>0, 'origins', json_object('min',
            c.value->>1, 'max', c.value->>2), 'evidence', json((SELECT json_group_array(json_object('report', r.id,
              'start', j.value->>1, 'end', j.value->>2, 'exact', j.value->>3))
              FROM json_each(c.value, '$[3]') j JOIN report r ON r.report = j.value->>0)))) FROM json_each(q.answers) c) AS answers,
         (SELECT json_group_array(json_object('value', c.value->>0, 'min', c.value->>1, 'max',
            c.value->>2, 'handles', json((SELECT json_group_array(h.handle || coalesce(':' ||
              (SELECT t.key + 1 FROM report r, json_each(r.spans) t WHERE r.report = j.value->>0
                AND t.value->>0 <= j.value->>1 AND t.value->>1 > j.value->>1), '')) FROM
              json_each(c.value, '$[3]') j JOIN handle h ON h.report = j.value->>0))))
            FROM json_each(q.answers) c) AS answer_handles,
         CASE q.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty
    FROM question q;
INSERT INTO view_info VALUES('question', 'A closed question that reports answer differently.', 'question,id', 1);
INSERT INTO view_column VALUES
  ('question', 1, 'id', 'text', 'id'),
  ('question', 2, 'question', 'text', 'in words'),
  ('question', 3, 'slot', 'text', 'held, date, place, …'),
  ('question', 4, 'kind', 'text', 'conflict, object, definition'),
  ('question', 5, 'answers', 'json', '[{value,origins,evidence}]'),
  ('question', 20, 'answer_handles', 'json', '[{value,min,max,handles}]'),
  ('question', 6, 'certainty', 'text', 'high, medium, low');

CREATE VIEW v_copy AS
  SELECT f.id AS "from", t.id AS "to", c.kind, c.containment, c.passages, c.differences, c.directed,
         c.reason, fh.handle AS from_handle, th.handle AS to_handle, o.id AS owner
    FROM copy c JOIN fixed_report f ON f.report = c.report_from
    JOIN fixed_report t ON t.report = c.report_to JOIN fixed_report o ON o.report = c.owner
    LEFT JOIN handle fh ON fh.report = c.report_from LEFT JOIN handle th ON th.report = c.report_to;
INSERT INTO view_info VALUES('copy', 'A report that contains text of another.', 'from,to', 1);
INSERT INTO view_column VALUES
  ('copy', 1, 'from', 'text', 'the copy, or the later one where it is not known'),
  ('copy', 2, 'to', 'text', 'what it has it from'),
  ('copy', 3, 'kind', 'text', 'exact, near, contains, excerpt'),
  ('copy', 4, 'containment', 'int', 'shared word 5-grams of the smaller text, in 1/1000'),
  ('copy', 5, 'passages', 'json', '[[from start,from end,to start,to end]]'),
  ('copy', 6, 'differences', 'json', 'the same, of what stands instead'),
  ('copy', 7, 'directed', 'bool', 'it is known which is the copy'),
  ('copy', 8, 'reason', 'text', 'how'),
  ('copy', 9, 'from_handle', 'text', 'what to type'),
  ('copy', 10, 'to_handle', 'text', 'what to type'),
  ('copy', 11, 'owner', 'text', 'the later of the two');

CREATE VIEW v_story AS
  SELECT o.id, r.title, min(nullif(x.sort, '~')) AS first, max(nullif(x.sort, '~')) AS last,
         (SELECT json_group_array(id) FROM (SELECT y.id FROM story_in u JOIN report y USING(report)
           WHERE u.story = t.story ORDER BY y.sort, y.id)) AS reports, count(*) AS size,
         (SELECT json_group_array(handle) FROM (SELECT h.handle FROM story_in u JOIN report y
           USING(report) JOIN handle h USING(report) WHERE u.story = t.story ORDER BY y.sort, y.id)) AS handles
    FROM story_in t JOIN fixed_report o ON o.report = t.story JOIN report x ON x.report = t.report
    LEFT JOIN report r ON r.report = t.story
   GROUP BY t.story;
INSERT INTO view_info VALUES('story', 'Reports about the same thing over time.', 'first,id', 1);
INSERT INTO view_column VALUES
  ('story', 1, 'id', 'text', 'id of the report that opens it'),
  ('story', 2, 'title', 'text', 'its title'),
  ('story', 3, 'first', 'text', 'EDTF'),
  ('story', 4, 'last', 'text', 'EDTF'),
  ('story', 5, 'reports', 'json', 'ids in order'),
  ('story', 6, 'size', 'int', 'how many'),
  ('story', 7, 'handles', 'json', 'what to type for each');

CREATE VIEW v_decision AS
  SELECT printf('%d', d.number) AS id, d.target AS "on", d.kind, d.type AS row_type, d.field, d.value, d.why, d.who,
         d.number, d.report, d.exact, CASE WHEN d.undone IS NULL THEN 0 ELSE 1 END AS undone,
         h.handle
    FROM fixed_decision d LEFT JOIN fixed_report f ON f.id = d.report
    LEFT JOIN handle h ON h.report = f.report;
INSERT INTO view_info VALUES('decision', 'What a person decided, in order.', 'number', 1);
INSERT INTO view_column VALUES
  ('decision', 1, 'id', 'text', 'its number'),
  ('decision', 2, 'on', 'text', 'id of the row decided on'),
  ('decision', 3, 'kind', 'text', 'fix, drop, merge, split, grade, undo'),
  ('decision', 4, 'row_type', 'text', 'type of that row'),
  ('decision', 5, 'field', 'text', 'which field'),
  ('decision', 6, 'value', 'text', 'what it is now'),
  ('decision', 7, 'why', 'text', 'why'),
  ('decision', 8, 'who', 'text', 'who'),
  ('decision', 9, 'number', 'int', 'order'),
  ('decision', 10, 'report', 'text', 'the report it holds on to'),
  ('decision', 11, 'exact', 'text', 'the words it holds on to'),
  ('decision', 12, 'undone', 'bool', 'taken back'),
  ('decision', 13, 'handle', 'text', 'the report');
