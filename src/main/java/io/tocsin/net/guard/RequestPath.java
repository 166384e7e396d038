package io.tocsin.net.guard;

import io.tocsin.model.delivery.SendRefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path and query of a request: those of the receiver's URL, and what a channel adds of its data. Data may name what is
 * below the configured path, and never leave it.
 */
final class RequestPath {
    /** The header in which a channel hands over the text to add. */
    static final String HEADER = "Tocsin-Path";

    private static final int LONGEST = 2_000;
    // RFC 3986: pchar, and what may stand in a query beside it
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+");
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern SCHEME = Pattern.compile("^/?[A-Za-z][A-Za-z0-9+.-]*:.*");

    private RequestPath() {}

    /**
     * The configured target with more of it.
     *
     * @param target path and query as the receiver's URL has them
     * @param more {@code issue/OPS-7/comment} or {@code ?id=7} or both; each part of data percent-encoded
     * @throws SendRefusedException where it is none of these
     */
    static String extend(String target, String more) throws SendRefusedException {
        int mark = more.indexOf('?');
        String path = mark < 0 ? more : more.substring(0, mark);
        String query = mark < 0 ? "" : more.substring(mark + 1);
        if (more.isEmpty()
                || more.length() > LONGEST
                || BAD_PERCENT.matcher(more).find()
                || !path.isEmpty() && !isBelow(path)
                || mark >= 0 && !QUERY.matcher(query).matches()) {
            throw new Refusal(
                            "refused: what the channel adds to the URL's path is no path below it (each part percent-encoded,"
                                    + " no `..`, no empty part, at most " + LONGEST + " characters)")
                    .judged();
        }
        int own = target.indexOf('?');
        String ownPath = own < 0 ? target : target.substring(0, own);
        String ownQuery = own < 0 ? "" : target.substring(own + 1);
        String whole = path.isEmpty() ? ownPath : ownPath.replaceFirst("/$", "") + "/" + path.replaceFirst("^/", "");
        String both = ownQuery.isEmpty() || query.isEmpty() ? ownQuery + query : ownQuery + "&" + query;
        return both.isEmpty() ? whole : whole + "?" + both;
    }

    private static boolean isBelow(String path) {
        boolean emptyPart = path.contains("//") || path.endsWith("/");
        return PATH.matcher(path).matches() && !SCHEME.matcher(path).matches() && !emptyPart && stays(path);
    }

    /** Also a server that decodes before it looks for parts is not led out of the path. */
    private static boolean stays(String path) {
        String plain = path;
        for (int i = 0; i < 2; i++) {
            plain = decoded(plain);
            boolean leads = List.of(plain.split("[/\\\\]")).stream()
                    .anyMatch(part -> part.split(";", 2)[0].strip().matches("\\.{1,2}"));
            if (leads || plain.indexOf('\\') >= 0 || plain.chars().anyMatch(Character::isISOControl)) {
                return false;
            }
        }
        return true;
    }

    /** Once more, a percent sign that came out of the first decoding may stand for itself. */
    private static String decoded(String text) {
        String safe = BAD_PERCENT.matcher(text.replace("+", "%2B")).replaceAll("%25");
        return URLDecoder.decode(safe, StandardCharsets.UTF_8);
    }
}
