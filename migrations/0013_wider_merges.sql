-- 0013_wider_merges: small parts are merged thirty at a time, no longer a dozen.
-- Why: to the engine every part weighs 5 MB more than it has, so that parts of a few kilobytes and the largest of them count
-- alike, and that one was written anew with every dozen: thirty rows for one that came. With thirty at a time it is half of
-- that; a trend read meanwhile takes two milliseconds more. The more parts lie there, up to fifty, the fewer are merged at once.
-- Undo: as in 0010, merge_selector_base = 12.
ALTER TABLE {{table:run_events}} MODIFY SETTING merge_selector_base = 30;
ALTER TABLE {{table:points}} MODIFY SETTING merge_selector_base = 30;
ALTER TABLE {{table:runs}} MODIFY SETTING merge_selector_base = 30;
