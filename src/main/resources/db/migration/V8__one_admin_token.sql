-- The first admin token had a second row, which let it post to every source and outlived its revocation. Admin tokens post
-- by their scope now: the first row says it all.
DELETE FROM token WHERE source = '*' AND hash IN (SELECT hash FROM token WHERE source = ':admin');
