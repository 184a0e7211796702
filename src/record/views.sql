-- The public views: everything that is shown or exported comes through them (dl_rows). No view
-- shows a row number; ids are content-based. Columns of record.md's contract carry its names.
-- A topic may add its views in a file views_<topic>.sql of the same shape.
--
-- certainty columns are words: high, medium, low.

CREATE VIEW v_record AS
  SELECT 1 AS schema, program, analysis, (SELECT count(*) FROM report) AS reports,
         (SELECT count(*) FROM pending) AS pending,
         (SELECT coalesce(sum(words), 0) FROM report) AS words
    FROM made_by;
INSERT INTO view_info VALUES('record', 'What the record is made by and holds; one row.', 'schema', 0);
INSERT INTO view_column VALUES
  ('record', 1, 'schema', 'int', 'version of the export contract'),
  ('record', 2, 'program', 'text', 'version of the program that made the derived rows'),
  ('record', 3, 'analysis', 'text', 'hash of program, models and lexicons'),
  ('record', 4, 'reports', 'int', 'how many reports'),
  ('record', 5, 'pending', 'int', 'reports added but not yet resolved'),
  ('record', 6, 'words', 'int', 'words of all bodies');

CREATE VIEW v_report AS
  SELECT r.id, r.path, r.outlet, r.title, r.authors, r.contributors, r.reported_from, r.published,
         r.published_how, r.updated, r.section, r.kind, r.url, r.language, r.words, r.text_sha256,
         (SELECT o.id FROM story_in t JOIN fixed_report o ON o.report = t.story
           WHERE t.report = r.report) AS story,
         (SELECT o.id FROM copy c JOIN fixed_report o ON o.report = c.report_to
           WHERE c.report_from = r.report AND c.kind IN ('exact', 'near')
           ORDER BY o.id LIMIT 1) AS family, h.handle, r.outlet_how, r.credit, r.format, r.encoding,
         r.other_language, r.sentences, r.sort,
         (SELECT json_group_array(value) FROM (SELECT value FROM fixed_given g
           WHERE g.report=r.report AND g.field='path' ORDER BY value)) AS paths,
         (SELECT json_group_array(value) FROM (SELECT value FROM fixed_given g
           WHERE g.report=r.report AND g.field='outlet' ORDER BY value)) AS outlets
    FROM report r JOIN handle h USING(report);
INSERT INTO view_info VALUES('report', 'One row a report.', 'sort,id', 1);
INSERT INTO view_column VALUES
  ('report', 1, 'id', 'text', 'SHA-256 of the raw bytes'),
  ('report', 2, 'path', 'text', 'file name as given; the first of paths'),
  ('report', 3, 'outlet', 'text', 'who publishes it'),
  ('report', 4, 'title', 'text', 'headline'),
  ('report', 5, 'authors', 'json', 'list of names'),
  ('report', 6, 'contributors', 'json', 'list of names'),
  ('report', 7, 'reported_from', 'text', 'dateline place'),
  ('report', 8, 'published', 'text', 'EDTF'),
  ('report', 9, 'published_how', 'text', 'the rule that found it; given: a person said so'),
  ('report', 10, 'updated', 'text', 'EDTF'),
  ('report', 11, 'section', 'text', 'section of the outlet'),
  ('report', 12, 'kind', 'text', 'news, opinion, official, relay'),
  ('report', 13, 'url', 'text', 'address'),
  ('report', 14, 'language', 'text', 'as stated'),
  ('report', 15, 'words', 'int', 'words of the body'),
  ('report', 16, 'text_sha256', 'text', 'SHA-256 of the clean text'),
  ('report', 17, 'story', 'text', 'id of its story'),
  ('report', 18, 'family', 'text', 'id of the first report with the same text'),
  ('report', 19, 'handle', 'text', 'what to type for it'),
  ('report', 20, 'outlet_how', 'text', 'the rule that found the outlet'),
  ('report', 21, 'credit', 'text', 'wire credit'),
  ('report', 22, 'format', 'text', 'text, html, jsonl, …'),
  ('report', 23, 'encoding', 'text', 'and how it was chosen'),
  ('report', 24, 'other_language', 'bool', 'not in the language of the models'),
  ('report', 25, 'sentences', 'int', 'how many'),
  ('report', 26, 'sort', 'text', 'published; ~ where undated'),
  ('report', 27, 'paths', 'json', 'every path given'),
  ('report', 28, 'outlets', 'json', 'every outlet given');

CREATE VIEW v_sentence AS
  SELECT r.id AS report, j.key + 1 AS number, j.value->>0 AS start, j.value->>1 AS end,
         j.value->>2 AS block, j.value->>3 AS kind,
         CAST(substr(r.text, (j.value->>0) + 1, (j.value->>1) - (j.value->>0)) AS TEXT) AS text,
         h.handle || ':' || (j.key + 1) AS handle
    FROM report r JOIN handle h USING(report), json_each(r.spans) j;
INSERT INTO view_info VALUES('sentence', 'The sentences of the reports.', 'report,number', 0);
INSERT INTO view_column VALUES
  ('sentence', 1, 'report', 'text', 'id of the report'),
  ('sentence', 2, 'number', 'int', 'from 1'),
  ('sentence', 3, 'start', 'int', 'byte of the clean text'),
  ('sentence', 4, 'end', 'int', 'exclusive'),
  ('sentence', 5, 'block', 'int', 'which block (paragraph, headline, …) of the text'),
  ('sentence', 6, 'kind', 'text', 'what the block is: body, title, …'),
  ('sentence', 7, 'text', 'text', 'its words'),
  ('sentence', 8, 'handle', 'text', 'what to type for it');

CREATE VIEW v_text AS
  SELECT id AS report, CAST(text AS TEXT) AS text FROM report;
INSERT INTO view_info VALUES('text', 'The clean text of each report, which all offsets count in.', 'report', 0);
INSERT INTO view_column VALUES
  ('text', 1, 'report', 'text', 'id of the report'),
  ('text', 2, 'text', 'text', 'UTF-8; offsets are its bytes');

CREATE VIEW v_arrival AS
  SELECT f.id AS report, h.handle, b.recorded, f.batch, length(f.raw) AS bytes
    FROM fixed_report f JOIN fixed_batch b USING(batch) LEFT JOIN handle h USING(report);
INSERT INTO view_info VALUES('arrival', 'When each report was added.', 'batch,report', 0);
INSERT INTO view_column VALUES
  ('arrival', 1, 'report', 'text', 'id of the report'),
  ('arrival', 2, 'handle', 'text', 'what to type for it'),
  ('arrival', 3, 'recorded', 'text', 'UTC'),
  ('arrival', 4, 'batch', 'int', 'the commit it came in'),
  ('arrival', 5, 'bytes', 'int', 'raw bytes');

CREATE VIEW v_given AS
  SELECT f.id AS report, g.field, g.value
    FROM fixed_given g JOIN fixed_report f USING(report);
INSERT INTO view_info VALUES('given', 'What was said of a report beside its bytes.', 'report,field,value', 1);
INSERT INTO view_column VALUES
  ('given', 1, 'report', 'text', 'id of the report'),
  ('given', 2, 'field', 'text', 'path, format, outlet, published, …'),
  ('given', 3, 'value', 'text', 'what was said');

CREATE VIEW v_entity AS
  SELECT printf('%016x', e.id) AS id, e.kind, e.name,
         (SELECT json_group_array(json_object('text', text, 'count', n)) FROM
           (SELECT j.value->>0 AS text, sum(j.value->>1) AS n FROM profile p JOIN entity_in i
              USING(profile), json_each(i.forms) j WHERE p.entity=e.id
             GROUP BY 1 ORDER BY 2 DESC, 1)) AS aliases,
         (SELECT json_group_array(json_object('text', text, 'report', id)) FROM
           (SELECT DISTINCT j.value AS text, r.id FROM profile p JOIN entity_in i USING(profile)
              JOIN report r ON r.report = i.key >> 20
     AND i.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575, json_each(i.described) j
             WHERE p.entity=e.id ORDER BY 1, 2)) AS described_as,
         (SELECT json_group_array(json_object('text', exact, 'evidence', json_object('report', id,
            'start', start, 'end', stop, 'exact', exact))) FROM
           (SELECT r.id, j.value->>0 AS start, j.value->>1 AS stop, j.value->>2 AS exact
              FROM profile p JOIN entity_in i USING(profile) JOIN report r ON r.report = i.key >> 20
     AND i.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575,
              json_each(i.offices) j WHERE p.entity=e.id ORDER BY 4, 1, 2)) AS offices,
         '[]' AS roles, e.country,
         CASE e.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         e.sector,
         (SELECT count(DISTINCT i.key >> 20) FROM profile p JOIN entity_in i USING(profile)
           WHERE p.entity=e.id) AS reports
    FROM entity e;
INSERT INTO view_info VALUES('entity', 'Who and what is named.', 'id', 1);
INSERT INTO view_column VALUES
  ('entity', 1, 'id', 'text', 'id of its first mention'),
  ('entity', 2, 'kind', 'text', 'person, organization, country, place, group, document'),
  ('entity', 3, 'name', 'text', 'canonical name'),
  ('entity', 4, 'aliases', 'json', '[{text,count}]: every form'),
  ('entity', 5, 'described_as', 'json', '[{text,report}]: epithets'),
  ('entity', 6, 'offices', 'json', '[{text,evidence}]'),
  ('entity', 7, 'roles', 'json', 'in the talks'),
  ('entity', 8, 'country', 'text', 'ISO 3166 alpha-3'),
  ('entity', 9, 'certainty', 'text', 'high, medium, low'),
  ('entity', 10, 'sector', 'text', 'PLOVER sector codes'),
  ('entity', 11, 'reports', 'int', 'in how many reports');

CREATE VIEW v_relay AS
  SELECT r.id AS report, printf('%016x', e_p.entity) AS outlet, x.outlet_name,
         json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact) AS span,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         printf('%016x', x.id) AS id, x.start, x.exact, x.rule, x.suggested,
         h.handle || ':' || x.sentence AS handle
    FROM relay x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in e ON e.key = x.outlet_key LEFT JOIN profile e_p ON e_p.profile = e.profile;
INSERT INTO view_info VALUES('relay', 'A report says that another outlet is where it has this from.', 'report,start,id', 1);
INSERT INTO view_column VALUES
  ('relay', 1, 'report', 'text', 'id of the report'),
  ('relay', 2, 'outlet', 'text', 'entity id'),
  ('relay', 3, 'outlet_name', 'text', 'canonical, or as written'),
  ('relay', 4, 'span', 'json', 'evidence'),
  ('relay', 5, 'certainty', 'text', 'high, medium, low'),
  ('relay', 6, 'id', 'text', 'id'),
  ('relay', 7, 'start', 'int', 'byte of the evidence'),
  ('relay', 8, 'exact', 'text', 'its words'),
  ('relay', 9, 'rule', 'text', 'which pattern'),
  ('relay', 10, 'suggested', 'bool', 'a wire mark only suggests it'),
  ('relay', 11, 'handle', 'text', 'where it stands');

CREATE VIEW v_attribution AS
  SELECT printf('%016x', a.id) AS id, r.id AS report,
         CASE WHEN a.source IS NULL THEN NULL ELSE json_object('report', r.id, 'start', a.source_start,
           'end', a.source_end, 'exact', a.source) END AS source,
         CASE WHEN se_p.entity IS NULL THEN NULL ELSE printf('%016x', se_p.entity) END AS speaker,
         coalesce(s.name, a.source) AS speaker_name,
         CASE WHEN a.cue IS NULL THEN NULL ELSE json_object('report', r.id, 'start', a.cue_start,
           'end', a.cue_end, 'exact', a.cue) END AS cue,
         (SELECT json_group_array(json_object('report', r.id, 'start', j.value->>0,
           'end', j.value->>1, 'exact', j.value->>2)) FROM json_each(a.content) j) AS content,
         a.quote, a.class, a.anonymity, a.count, a.addressee,
         CASE WHEN v.id IS NULL THEN NULL ELSE printf('%016x', ve_p.entity) END AS via,
         v.outlet_name AS via_name, a.occasion, a.date,
         CASE a.denied WHEN 1 THEN 'denies' WHEN 2 THEN 'did not say' WHEN 3 THEN
           'would not confirm or deny' END AS denied,
         a.hedged, CASE WHEN w.id IS NULL THEN NULL ELSE printf('%016x', w.id) END AS within,
         (SELECT coalesce(json_group_array(json_object('outlet', c.outlet_name, 'cue', c.exact)), '[]')
            FROM json_each(a.chain) j JOIN relay c ON c.key = j.value) AS chain,
         a.side, CASE WHEN a.origin IS NULL THEN NULL ELSE printf('%016x', a.origin) END AS origin,
         CASE WHEN a.statement IS NULL THEN NULL ELSE printf('%016x', a.statement) END AS statement,
         (SELECT coalesce(json_group_array(n.name), '[]') FROM json_each(a.speakers) j
            JOIN entity_in i ON i.key = j.value
            JOIN profile i_p ON i_p.profile = i.profile JOIN entity n ON n.id = i_p.entity) AS speakers,
         CASE a.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         CASE a.speaker_certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' WHEN 1 THEN 'low' END
           AS speaker_certainty,
         (SELECT group_concat(j.value->>2, ' … ') FROM json_each(a.content) j) AS words,
         a.source AS source_text, a.cue AS cue_text,
         coalesce(a.cue_start, json_extract(a.content, '$[0][0]')) AS start,
         h.handle || ':' || a.sentence AS handle, h.handle AS report_handle, a.sentence, r.outlet,
         r.published, r.sort
    FROM attribution a JOIN report r ON r.report = a.key >> 20
     AND a.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575
    JOIN handle h ON h.report = a.key >> 20
    LEFT JOIN entity_in se ON se.key = a.speaker_key
    LEFT JOIN profile se_p ON se_p.profile = se.profile LEFT JOIN entity s ON s.id = se_p.entity
    LEFT JOIN relay v ON v.key = a.via_key LEFT JOIN entity_in ve ON ve.key = v.outlet_key
    LEFT JOIN profile ve_p ON ve_p.profile = ve.profile
    LEFT JOIN attribution w ON w.key = a.within_key;
INSERT INTO view_info VALUES('attribution', 'Who said what, as one report has it.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('attribution', 1, 'id', 'text', 'id'),
  ('attribution', 2, 'report', 'text', 'id of the report'),
  ('attribution', 3, 'source', 'json', 'span of the source'),
  ('attribution', 4, 'speaker', 'text', 'entity id; null: not resolved'),
  ('attribution', 5, 'speaker_name', 'text', 'canonical name, or the source''s own words'),
  ('attribution', 6, 'cue', 'json', 'span of the cue'),
  ('attribution', 7, 'content', 'json', 'spans of what was said'),
  ('attribution', 8, 'quote', 'text', 'direct, indirect, mixed'),
  ('attribution', 9, 'class', 'text', 'speech, belief, intention, decision, perception'),
  ('attribution', 10, 'anonymity', 'text', 'named, role, unnamed, none'),
  ('attribution', 11, 'count', 'int', 'how many unnamed sources'),
  ('attribution', 12, 'addressee', 'text', 'to whom'),
  ('attribution', 13, 'via', 'text', 'entity id of the outlet it came through'),
  ('attribution', 14, 'via_name', 'text', 'its name'),
  ('attribution', 15, 'occasion', 'text', 'news conference, interview, …'),
  ('attribution', 16, 'date', 'text', 'EDTF of the saying'),
  ('attribution', 17, 'denied', 'text', 'denies, did not say, would not confirm or deny'),
  ('attribution', 18, 'hedged', 'bool', '"appeared to suggest"'),
  ('attribution', 19, 'within', 'text', 'the attribution whose content it stands in'),
  ('attribution', 20, 'chain', 'json', '[{outlet,cue}] from inner to outer'),
  ('attribution', 21, 'side', 'text', 'country an unnamed source speaks for'),
  ('attribution', 22, 'origin', 'text', 'id of its origin'),
  ('attribution', 23, 'statement', 'text', 'id of its statement'),
  ('attribution', 24, 'speakers', 'json', 'names, where several speak'),
  ('attribution', 25, 'certainty', 'text', 'high, medium, low'),
  ('attribution', 26, 'speaker_certainty', 'text', 'of the speaker'),
  ('attribution', 27, 'words', 'text', 'what was said, pieces joined'),
  ('attribution', 28, 'source_text', 'text', 'the source''s words'),
  ('attribution', 29, 'cue_text', 'text', 'the cue''s words'),
  ('attribution', 30, 'start', 'int', 'byte of the evidence'),
  ('attribution', 31, 'handle', 'text', 'where it stands'),
  ('attribution', 32, 'report_handle', 'text', 'the report'),
  ('attribution', 33, 'sentence', 'int', 'number'),
  ('attribution', 34, 'outlet', 'text', 'of the report'),
  ('attribution', 35, 'published', 'text', 'of the report'),
  ('attribution', 36, 'sort', 'text', 'of the report');

CREATE VIEW v_event_in AS
  SELECT printf('%016x', x.id) AS id, x.event_type, x.mode, coalesce(x.contexts, '[]') AS contexts,
         x.process,
         (SELECT json_group_array(json_object('entity', CASE WHEN i_p.entity IS NULL THEN NULL ELSE
            printf('%016x', i_p.entity) END, 'name', coalesce(n.name, j.value->>1)))
            FROM json_each(x.actors) j LEFT JOIN entity_in i ON i.key = j.value->>0
    LEFT JOIN profile i_p ON i_p.profile = i.profile LEFT JOIN entity n ON n.id = i_p.entity) AS actors,
         (SELECT json_group_array(json_object('entity', CASE WHEN i_p.entity IS NULL THEN NULL ELSE
            printf('%016x', i_p.entity) END, 'name', coalesce(n.name, j.value->>1)))
            FROM json_each(x.recipients) j LEFT JOIN entity_in i ON i.key = j.value->>0
    LEFT JOIN profile i_p ON i_p.profile = i.profile LEFT JOIN entity n ON n.id = i_p.entity) AS recipients,
         x.date, x.date_how, CASE WHEN p_p.entity IS NULL THEN NULL ELSE printf('%016x', p_p.entity) END
           AS place, coalesce(pn.name, x.place_name) AS place_name, x.status,
         CASE WHEN a.id IS NULL THEN NULL ELSE printf('%016x', a.id) END AS attributed_to,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         json_array(json_object('report', r.id, 'sentence', json_object('report', r.id, 'start',
           x.sentence_start, 'end', x.sentence_end, 'exact', x.sentence_text), 'trigger',
           json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact),
           'attribution', CASE WHEN a.id IS NULL THEN NULL ELSE printf('%016x', a.id) END))
           AS evidence,
         r.id AS report, x.exact, x.start, x.sentence_text, x.numbers, x.place_why, x.frame,
         h.handle || ':' || x.sentence AS handle, h.handle AS report_handle, x.sentence,
         coalesce(sn.name, a.source) AS says, r.outlet, r.published, r.sort
    FROM event x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in p ON p.key = x.place_key
    LEFT JOIN profile p_p ON p_p.profile = p.profile LEFT JOIN entity pn ON pn.id = p_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key
    LEFT JOIN entity_in si ON si.key = a.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity sn ON sn.id = si_p.entity;
INSERT INTO view_info VALUES('event_in', 'What one sentence of one report says happened.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('event_in', 1, 'id', 'text', 'id'),
  ('event_in', 2, 'event_type', 'text', 'PLOVER event type; null: a process'),
  ('event_in', 3, 'mode', 'text', 'PLOVER mode'),
  ('event_in', 4, 'contexts', 'json', 'PLOVER contexts'),
  ('event_in', 5, 'process', 'text', 'leak, publish, appoint, set-deadline, schedule'),
  ('event_in', 6, 'actors', 'json', '[{entity,name}]'),
  ('event_in', 7, 'recipients', 'json', '[{entity,name}]'),
  ('event_in', 8, 'date', 'text', 'EDTF'),
  ('event_in', 9, 'date_how', 'text', 'where the date comes from'),
  ('event_in', 10, 'place', 'text', 'entity id'),
  ('event_in', 11, 'place_name', 'text', 'its name'),
  ('event_in', 12, 'status', 'text', 'occurred, ongoing, planned, possible, denied, historical'),
  ('event_in', 13, 'attributed_to', 'text', 'the attribution that says so'),
  ('event_in', 14, 'certainty', 'text', 'high, medium, low'),
  ('event_in', 15, 'evidence', 'json', '[{report,sentence,trigger,attribution}]'),
  ('event_in', 16, 'report', 'text', 'id of the report'),
  ('event_in', 17, 'exact', 'text', 'the trigger''s words'),
  ('event_in', 18, 'start', 'int', 'byte of the trigger'),
  ('event_in', 19, 'sentence_text', 'text', 'the sentence'),
  ('event_in', 20, 'numbers', 'json', '"2 hours", "600000 troops"'),
  ('event_in', 21, 'place_why', 'text', 'why there is no place'),
  ('event_in', 22, 'frame', 'text', 'the frame that fired'),
  ('event_in', 23, 'handle', 'text', 'where it stands'),
  ('event_in', 24, 'report_handle', 'text', 'the report'),
  ('event_in', 25, 'sentence', 'int', 'number'),
  ('event_in', 26, 'says', 'text', 'who says so; null: the report itself'),
  ('event_in', 27, 'outlet', 'text', 'of the report'),
  ('event_in', 28, 'published', 'text', 'of the report'),
  ('event_in', 29, 'sort', 'text', 'of the report');

CREATE VIEW v_deadline AS
  SELECT printf('%016x', x.id) AS id, x.what,
         CASE WHEN i_p.entity IS NULL THEN NULL ELSE printf('%016x', i_p.entity) END AS by,
         n.name AS by_name, x.date, x.status,
         json_array(json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact))
           AS evidence,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         r.id AS report, x.exact, x.start, h.handle || ':' || x.sentence AS handle, r.sort
    FROM deadline x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in i ON i.key = x.by_key
    LEFT JOIN profile i_p ON i_p.profile = i.profile LEFT JOIN entity n ON n.id = i_p.entity;
INSERT INTO view_info VALUES('deadline', 'What is due when, and who set it.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('deadline', 1, 'id', 'text', 'id'),
  ('deadline', 2, 'what', 'text', 'the thing due'),
  ('deadline', 3, 'by', 'text', 'entity id of who set it'),
  ('deadline', 4, 'by_name', 'text', 'name'),
  ('deadline', 5, 'date', 'text', 'EDTF'),
  ('deadline', 6, 'status', 'text', 'set, met, passed, moved'),
  ('deadline', 7, 'evidence', 'json', 'spans'),
  ('deadline', 8, 'certainty', 'text', 'high, medium, low'),
  ('deadline', 9, 'report', 'text', 'id of the report'),
  ('deadline', 10, 'exact', 'text', 'the words'),
  ('deadline', 11, 'start', 'int', 'byte'),
  ('deadline', 12, 'handle', 'text', 'where it stands'),
  ('deadline', 13, 'sort', 'text', 'of the report');

CREATE VIEW v_position_in AS
  SELECT printf('%016x', x.id) AS id,
         CASE WHEN pi_p.entity IS NULL THEN NULL ELSE printf('%016x', pi_p.entity) END AS party,
         coalesce(pn.name, x.party_name) AS party_name,
         CASE WHEN si_p.entity IS NULL THEN NULL ELSE printf('%016x', si_p.entity) END AS speaker,
         coalesce(sn.name, a.source) AS speaker_name, x.level, x.issue, x.stance, x.firmness, x.form,
         x.condition, x.number, x.unit, x.said, r.published AS reported,
         json_array(json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact))
           AS evidence,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         r.id AS report, x.exact, x.start, x.rule, h.handle || ':' || x.sentence AS handle,
         r.outlet, r.published, r.sort
    FROM position x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in pi ON pi.key = x.party_key
    LEFT JOIN profile pi_p ON pi_p.profile = pi.profile LEFT JOIN entity pn ON pn.id = pi_p.entity
    LEFT JOIN entity_in si ON si.key = x.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity sn ON sn.id = si_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key;
INSERT INTO view_info VALUES('position_in', 'Where a party stands on an issue, as one report has it.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('position_in', 1, 'id', 'text', 'id'),
  ('position_in', 2, 'party', 'text', 'entity id'),
  ('position_in', 3, 'party_name', 'text', 'name'),
  ('position_in', 4, 'speaker', 'text', 'entity id; null: narration'),
  ('position_in', 5, 'speaker_name', 'text', 'name or the source''s words'),
  ('position_in', 6, 'level', 'text', 'head, minister, envoy, spokesperson, …'),
  ('position_in', 7, 'issue', 'text', 'label of issues.tsv'),
  ('position_in', 8, 'stance', 'text', 'demands, offers, accepts, …'),
  ('position_in', 9, 'firmness', 'text', 'declared non-negotiable, firm, …'),
  ('position_in', 10, 'form', 'text', 'own words, paraphrase, readout, narration, …'),
  ('position_in', 11, 'condition', 'text', 'its words'),
  ('position_in', 12, 'number', 'text', 'digits'),
  ('position_in', 13, 'unit', 'text', 'of the number'),
  ('position_in', 14, 'said', 'text', 'EDTF'),
  ('position_in', 15, 'reported', 'text', 'EDTF'),
  ('position_in', 16, 'evidence', 'json', 'spans'),
  ('position_in', 17, 'certainty', 'text', 'high, medium, low'),
  ('position_in', 18, 'report', 'text', 'id of the report'),
  ('position_in', 19, 'exact', 'text', 'the words'),
  ('position_in', 20, 'start', 'int', 'byte'),
  ('position_in', 21, 'rule', 'text', 'which line of stances.tsv'),
  ('position_in', 22, 'handle', 'text', 'where it stands'),
  ('position_in', 23, 'outlet', 'text', 'of the report'),
  ('position_in', 24, 'published', 'text', 'of the report'),
  ('position_in', 25, 'sort', 'text', 'of the report');

CREATE VIEW v_version_in AS
  SELECT printf('%016x', x.id) AS id, x.document, x.label, x.points, x.packages,
         (SELECT coalesce(json_group_array(n.name), '[]') FROM json_each(x.authors) j
            JOIN entity_in i ON i.key = j.value
            JOIN profile i_p ON i_p.profile = i.profile JOIN entity n ON n.id = i_p.entity) AS authors,
         x.date, x.status, x.known,
         json_array(json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact))
           AS evidence,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         r.id AS report, x.exact, x.start, x.approximate,
         coalesce(sn.name, a.source) AS says, h.handle || ':' || x.sentence AS handle, r.sort
    FROM version x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN attribution a ON a.key = x.attribution_key
    LEFT JOIN entity_in si ON si.key = a.speaker_key
    LEFT JOIN profile si_p ON si_p.profile = si.profile LEFT JOIN entity sn ON sn.id = si_p.entity;
INSERT INTO view_info VALUES('version_in', 'A mention of a version of a negotiated text.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('version_in', 1, 'id', 'text', 'id'),
  ('version_in', 2, 'document', 'text', 'what is negotiated'),
  ('version_in', 3, 'label', 'text', 'what the press calls it'),
  ('version_in', 4, 'points', 'int', 'claimed count'),
  ('version_in', 5, 'packages', 'int', 'claimed count'),
  ('version_in', 6, 'authors', 'json', 'names'),
  ('version_in', 7, 'date', 'text', 'EDTF'),
  ('version_in', 8, 'status', 'text', 'leaked, proposed, revised, …'),
  ('version_in', 9, 'known', 'text', 'described, full'),
  ('version_in', 10, 'evidence', 'json', 'spans'),
  ('version_in', 11, 'certainty', 'text', 'high, medium, low'),
  ('version_in', 12, 'report', 'text', 'id of the report'),
  ('version_in', 13, 'exact', 'text', 'the words'),
  ('version_in', 14, 'start', 'int', 'byte'),
  ('version_in', 15, 'approximate', 'bool', '"about 20"'),
  ('version_in', 16, 'says', 'text', 'who says so'),
  ('version_in', 17, 'handle', 'text', 'where it stands'),
  ('version_in', 18, 'sort', 'text', 'of the report');

CREATE VIEW v_assessment AS
  SELECT printf('%016x', x.id) AS id,
         CASE WHEN i_p.entity IS NULL THEN NULL ELSE printf('%016x', i_p.entity) END AS by,
         coalesce(n.name, a.source) AS by_name, x.about, x.issue, x.state, x.tone, x.date,
         json_array(json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact))
           AS evidence,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         r.id AS report, x.exact, x.start, h.handle || ':' || x.sentence AS handle, r.published, r.sort
    FROM assessment x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in i ON i.key = x.by_key
    LEFT JOIN profile i_p ON i_p.profile = i.profile LEFT JOIN entity n ON n.id = i_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key;
INSERT INTO view_info VALUES('assessment', 'What a source says of an issue or of the talks.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('assessment', 1, 'id', 'text', 'id'),
  ('assessment', 2, 'by', 'text', 'entity id; null: narration or not resolved'),
  ('assessment', 3, 'by_name', 'text', 'name or the source''s words'),
  ('assessment', 4, 'about', 'text', 'talks, issue, version'),
  ('assessment', 5, 'issue', 'text', 'label'),
  ('assessment', 6, 'state', 'text', 'contested, open, near agreement, …'),
  ('assessment', 7, 'tone', 'text', 'positive, mixed, negative'),
  ('assessment', 8, 'date', 'text', 'EDTF'),
  ('assessment', 9, 'evidence', 'json', 'spans'),
  ('assessment', 10, 'certainty', 'text', 'high, medium, low'),
  ('assessment', 11, 'report', 'text', 'id of the report'),
  ('assessment', 12, 'exact', 'text', 'the words'),
  ('assessment', 13, 'start', 'int', 'byte'),
  ('assessment', 14, 'handle', 'text', 'where it stands'),
  ('assessment', 15, 'published', 'text', 'of the report'),
  ('assessment', 16, 'sort', 'text', 'of the report');

CREATE VIEW v_consent AS
  SELECT printf('%016x', x.id) AS id, x.rule,
         (SELECT coalesce(json_group_array(wn.name), '[]') FROM json_each(x.who) j
            JOIN entity_in wi ON wi.key = j.value
            JOIN profile wi_p ON wi_p.profile = wi.profile JOIN entity wn ON wn.id = wi_p.entity) AS who,
         x.what, CASE WHEN i_p.entity IS NULL THEN NULL ELSE printf('%016x', i_p.entity) END AS by,
         coalesce(n.name, a.source) AS by_name,
         json_array(json_object('report', r.id, 'start', x.start, 'end', x.end, 'exact', x.exact))
           AS evidence,
         CASE x.certainty WHEN 3 THEN 'high' WHEN 2 THEN 'medium' ELSE 'low' END AS certainty,
         r.id AS report, x.exact, x.start, h.handle || ':' || x.sentence AS handle, r.sort
    FROM consent x JOIN report r ON r.report = x.key >> 20
     AND x.key BETWEEN r.report << 20 AND (r.report << 20) + 1048575 JOIN handle h ON h.report = x.key >> 20
    LEFT JOIN entity_in i ON i.key = x.by_key
    LEFT JOIN profile i_p ON i_p.profile = i.profile LEFT JOIN entity n ON n.id = i_p.entity
    LEFT JOIN attribution a ON a.key = x.attribution_key;
INSERT INTO view_info VALUES('consent', 'Who must agree to what.', 'sort,report,start,id', 1);
INSERT INTO view_column VALUES
  ('consent', 1, 'id', 'text', 'id'),
  ('consent', 2, 'rule', 'text', 'only … can decide, …'),
  ('consent', 3, 'who', 'json', 'names: whose consent'),
  ('consent', 4, 'what', 'text', 'to what'),
  ('consent', 5, 'by', 'text', 'entity id of who says so'),
  ('consent', 6, 'by_name', 'text', 'name or the source''s words'),
  ('consent', 7, 'evidence', 'json', 'spans'),
  ('consent', 8, 'certainty', 'text', 'high, medium, low'),
  ('consent', 9, 'report', 'text', 'id of the report'),
  ('consent', 10, 'exact', 'text', 'the words'),
  ('consent', 11, 'start', 'int', 'byte'),
  ('consent', 12, 'handle', 'text', 'where it stands'),
  ('consent', 13, 'sort', 'text', 'of the report');

CREATE VIEW v_search AS
  SELECT f.sentence_fts AS match, r.id AS report, (f.rowid & 1048575) + 1 AS number,
         (SELECT CAST(substr(r.text, (j.s->>0) + 1, (j.s->>1) - (j.s->>0)) AS TEXT) FROM
           (SELECT json_extract(r.spans, '$[' || (f.rowid & 1048575) || ']') AS s) j) AS words,
         h.handle || ':' || ((f.rowid & 1048575) + 1) AS handle, r.title, r.outlet, r.published, r.sort
    FROM sentence_fts f JOIN report r ON r.report = f.rowid >> 20
    JOIN handle h ON h.report = f.rowid >> 20;
INSERT INTO view_info VALUES('search', 'Sentences that match (where match "match" a query of FTS5).', 'sort,report,number', 0);
INSERT INTO view_column VALUES
  ('search', 1, 'match', 'text', 'only to be asked: match'),
  ('search', 2, 'report', 'text', 'id of the report'),
  ('search', 3, 'number', 'int', 'of the sentence'),
  ('search', 4, 'words', 'text', 'the sentence'),
  ('search', 5, 'handle', 'text', 'what to type for it'),
  ('search', 6, 'title', 'text', 'of the report'),
  ('search', 7, 'outlet', 'text', 'of the report'),
  ('search', 8, 'published', 'text', 'of the report'),
  ('search', 9, 'sort', 'text', 'of the report');

CREATE VIEW v_view AS SELECT view AS name, what, sort, dump FROM view_info;
INSERT INTO view_info VALUES('view', 'The views themselves.', 'name', 0);
INSERT INTO view_column VALUES
  ('view', 1, 'name', 'text', 'without v_'),
  ('view', 2, 'what', 'text', 'in a sentence'),
  ('view', 3, 'sort', 'text', 'the order of its rows'),
  ('view', 4, 'dump', 'bool', 'in the canonical dump');

-- The columns of every view: what a codebook is made from.
CREATE VIEW v_column AS SELECT view, place, name, type, what FROM view_column;
INSERT INTO view_info VALUES('column', 'The columns of the views.', 'view,place', 0);
INSERT INTO view_column VALUES
  ('column', 1, 'view', 'text', 'without v_'),
  ('column', 2, 'place', 'int', 'order'),
  ('column', 3, 'name', 'text', 'of the column'),
  ('column', 4, 'type', 'text', 'text, int, bool, json'),
  ('column', 5, 'what', 'text', 'it holds');
