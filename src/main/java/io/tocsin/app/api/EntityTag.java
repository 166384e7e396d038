package io.tocsin.app.api;

import io.tocsin.files.Sha256;
import io.tocsin.net.problem.Problem;
import io.tocsin.store.sql.Expected;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags, as RFC 9110 has them, strong: {@code "7.1f3a9c0b2d4e6f80"}, the version of what is shown, then a hash of all that is shown.
 * What changes by itself beside the version, how many a silence holds say, makes another tag for {@code If-None-Match}; {@code If-Match}
 * compares versions alone: nobody's change overwrites another one's.
 */
final class EntityTag {

    static final String HEADER = "ETag";

    private static final int HASH = 16;
    private static final Pattern LIST = Pattern.compile("\\s*((W/)?\"([\\x21\\x23-\\x7e]*)\")\\s*(,|$)");
    private static final int MOST = 50;

    private EntityTag() {}

    /** Of what has no version. */
    static String of(byte[] body) {
        return "\"" + hash(body) + "\"";
    }

    /** @param version letters, digits, - and _ alone */
    static String of(String version, byte[] body) {
        return "\"" + version + "." + hash(body) + "\"";
    }

    private static String hash(byte[] body) {
        return Sha256.hex(body).substring(0, HASH);
    }

    /**
     * What {@code If-Match} says.
     *
     * @throws RefusedException (400) where it is no list of tags
     */
    static Expected expected(Optional<String> ifMatch) {
        if (ifMatch.isEmpty() || ifMatch.get().strip().equals("*")) { // nothing there is 404 in any case
            return Expected.ANY;
        }
        Set<String> versions = new LinkedHashSet<>();
        Set<Tag> tags = read(RequestHeaders.IF_MATCH, ifMatch.get());
        if (tags.stream()
                .allMatch(Tag::isWeak)) { // RFC 9110, 13.1.1: compared strongly, so that reading again would not help
            throw new RefusedException(
                    412,
                    "Precondition failed",
                    "If-Match has weak tags alone (W/), which match nothing. A proxy that compresses answers makes tags weak: leave out W/, or have answers of the API pass as they are.");
        }
        for (Tag tag : tags) {
            int dot = tag.opaque.lastIndexOf('.');
            if (!tag.isWeak && dot > 0) {
                versions.add(tag.opaque.substring(0, dot));
            }
        }
        return Expected.of(versions);
    }

    /** Whether {@code If-None-Match} names what is shown. */
    static boolean isNamed(Optional<String> ifNoneMatch, String tag) {
        return ifNoneMatch
                .filter(said -> said.strip().equals("*")
                        || read("If-None-Match", said).stream().anyMatch(one -> ("\"" + one.opaque + "\"").equals(tag)))
                .isPresent();
    }

    private record Tag(boolean isWeak, String opaque) {}

    private static Set<Tag> read(String header, String said) {
        Set<Tag> tags = new LinkedHashSet<>();
        Matcher tag = LIST.matcher(said);
        int from = 0;
        while (from < said.length() && tag.find(from) && tag.start() == from && tags.size() < MOST) {
            tags.add(new Tag(tag.group(2) != null, tag.group(3)));
            from = tag.end();
        }
        if (from < said.length() || tags.isEmpty()) {
            throw RefusedException.badRequest(
                    header + " is no list of entity tags; expected what an ETag said, in its quotes, or *.");
        }
        return tags;
    }

    /** What is not at the version that was expected. @param what it is, as the beginning of a sentence */
    static RefusedException changed(String what) {
        return new RefusedException(Problem.of(
                412,
                "Precondition failed",
                what + " was changed since you read it, and is left as it is. Read it again, and decide anew."));
    }
}
