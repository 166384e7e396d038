package io.tocsin.source.accept;

import io.tocsin.net.problem.Problem;

/** Every problem that {@code accept:} answers, in one place, so that they read alike. */
final class Refusals {
    /** One body for an unknown source and a bad proof: the difference would tell which sources exist. */
    static final Problem UNAUTHORIZED = Problem.of(
            401,
            "Unauthorized",
            "A proof of this source is required: Authorization: Bearer tsn_..., a token of this very source"
                    + " (./hub tokens issue SOURCE), or what its sender signs with.");

    static final Problem NO_SUCH_SOURCE = Problem.of(
            404, "Not found", "A source is called by 1 to 63 of a-z 0-9 . _ - and begins with a letter or digit.");
    static final Problem NOT_POST = Problem.of(405, "Method not allowed", "Events are sent with POST.");
    static final Problem NEITHER_GET_NOR_POST = Problem.of(405, "Method not allowed", "Expected GET or POST here.");
    static final Problem TOO_SLOW = Problem.of(408, "Request timeout", "The body did not arrive in time.");
    static final Problem ENCODED =
            Problem.of(415, "Unsupported media type", "A body is sent without Content-Encoding.");
    static final Problem TOO_OFTEN =
            Problem.of(429, "Too many requests", "This source sends faster than it may; see Retry-After.");
    static final Problem BROKEN =
            Problem.of(400, "Bad request", "The body is not as HTTP sends one: a chunk of it can't be read.");
    static final Problem BUSY = Problem.of(503, "Unavailable", "Too many requests are under way; see Retry-After.");
    static final Problem NO_ROOM = Problem.of(503, "Unavailable", "Too many bytes are under way; see Retry-After.");
    static final Problem STOPPING = Problem.of(503, "Unavailable", "The hub is stopping or paused; see Retry-After.");
    static final Problem CHANGING = Problem.of(503, "Unavailable", "This source is being changed; see Retry-After.");
    static final Problem UNDECIDED =
            Problem.of(503, "Unavailable", "The proof of this request can't be checked now; see Retry-After.");
    static final Problem NO_STORE =
            Problem.of(503, "Unavailable", "Events can't be stored now; nothing was accepted; see Retry-After.");

    private Refusals() {}

    /** A problem in one word, for a metric. */
    static String reason(Problem problem) {
        if (problem == NO_ROOM) {
            return "bytes-in-flight";
        }
        if (problem == CHANGING) {
            return "changing";
        }
        if (problem == NO_STORE) {
            return "store";
        }
        return switch (problem.status()) {
            case 400 -> "malformed";
            case 401 -> "unauthorized";
            case 404 -> "no-such-source";
            case 405 -> "method";
            case 408 -> "slow";
            case 413 -> "too-large";
            case 415 -> "media-type";
            case 422 -> "unacceptable";
            case 429 -> "rate";
            case 503 -> "busy";
            default -> "fault";
        };
    }

    static Problem tooLarge(int maxBody) {
        return Problem.of(413, "Content too large", "A body may have at most " + maxBody + " bytes.");
    }
}
