package io.tocsin.source.slack;

import java.time.Duration;
import java.util.Map;

/** How long to wait before Slack is asked for another socket. */
final class Backoff {

    /** A socket that lived so long ended for a reason of its own. */
    static final Duration STEADY = Duration.ofMinutes(1);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    /** What somebody has to see to in the app's settings. */
    private static final Duration FOR_PEOPLE = Duration.ofMinutes(5);

    /** What Slack calls what nobody but the app's owner can change, and what they do about it. */
    private static final Map<String, String> TO_DO = Map.ofEntries(
            Map.entry("invalid_auth", "the app-level token is not valid; make another one and set appToken"),
            Map.entry("not_authed", "the app-level token is not valid; make another one and set appToken"),
            Map.entry("token_revoked", "the app-level token was revoked; make another one and set appToken"),
            Map.entry("token_expired", "the app-level token has expired; make another one and set appToken"),
            Map.entry("account_inactive", "the app was removed from its workspace; install it again"),
            Map.entry("org_login_required", "the workspace is being moved to an organisation"),
            Map.entry("access_denied", "the app may not open sockets"),
            Map.entry("accesslimited", "the app may not open sockets"),
            Map.entry("ekm_access_denied", "administrators have suspended the app's access"),
            Map.entry("team_access_not_granted", "the app has no access to its workspace"),
            Map.entry("not_allowed_token_type", "appToken is a token of another kind; expected one with xapp-"),
            Map.entry("missing_scope", "the app-level token lacks the scope connections:write"),
            Map.entry("no_permission", "the app-level token lacks the scope connections:write"),
            Map.entry("forbidden_team", "the workspace may not use Socket Mode"),
            Map.entry("link_disabled", "Socket Mode is switched off in the app's settings; switch it on"));

    /** More sockets than Slack allows an app: one of the others has to go first. */
    private static final String TOO_MANY = "too_many_websockets";

    private Backoff() {}

    /**
     * After a failure.
     *
     * @param failures how many in a row, from 1
     * @param reason Slack's word for it; empty where it gave none
     * @param random 0 to 1: between four and six fifths of the time, so that hubs do not ask all at once
     */
    static Duration after(int failures, String reason, double random) {
        Duration whole = TO_DO.containsKey(reason)
                ? FOR_PEOPLE
                : reason.equals(TOO_MANY) ? MOST : FIRST.multipliedBy(1L << Math.min(failures - 1, 6));
        Duration most = whole.compareTo(MOST) > 0 && !TO_DO.containsKey(reason) ? MOST : whole;
        return Duration.ofMillis((long) (most.toMillis() * (0.8 + 0.4 * random)));
    }

    /** Whether nothing will change by itself soon: another socket would end as this one did. */
    static boolean isForPeople(String reason) {
        return TO_DO.containsKey(reason) || reason.equals(TOO_MANY);
    }

    /** Slack's word in plain ones, with what to do; the word itself where that is all there is. */
    static String words(String reason) {
        return reason.equals(TOO_MANY)
                ? "the app has more sockets open than the ten that Slack allows (" + TOO_MANY + "); each hub has one"
                : TO_DO.containsKey(reason) ? TO_DO.get(reason) + " (" + reason + ")" : reason;
    }
}
