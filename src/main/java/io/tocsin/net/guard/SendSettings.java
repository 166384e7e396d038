package io.tocsin.net.guard;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.camel.http.base.HttpHelper;

/**
 * What an HTTP endpoint of a route was told.
 *
 * @param url where; with its query
 * @param method in capitals; empty for POST where there is a body, else GET
 * @param okStatus status codes that are no failure, as {@code 200-299,404}
 * @param failing whether another status is an exception
 * @param skipHeaders whether the answer's headers are left out of the message
 * @param ignoreBody whether the answer's body is left out of the message
 * @param bodyAlways whether a GET and a DELETE have a body
 * @param keep whether a connection serves several requests
 * @param most how many connections at once
 * @param connect the longest that one address may take to connect
 * @param free the longest to wait for a free connection
 * @param response the longest that a whole answer may take
 * @param userAgent what it says of itself
 * @param authorization for the header of that name; empty for none
 * @param tls empty for Java's own
 */
record SendSettings(
        URI url,
        Optional<String> method,
        String okStatus,
        boolean failing,
        boolean skipHeaders,
        boolean ignoreBody,
        Set<String> bodyAlways,
        boolean keep,
        int most,
        Duration connect,
        Duration free,
        Duration response,
        String userAgent,
        Optional<String> authorization,
        Optional<SSLContext> tls) {

    /** For a free place, the connection and its TLS. */
    Duration toConnect() {
        return free.plus(connect.multipliedBy(2));
    }

    boolean isOk(int status) {
        return !failing || HttpHelper.isStatusCodeOk(status, okStatus);
    }
}
