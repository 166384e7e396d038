package io.tocsin.net.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * One request and its answer. Applies the header {@value RequestPath#HEADER} and takes it away; reads the answer's body to
 * its end or to a number of bytes, whatever comes first, so that nobody who reads it later waits. The time for a connection
 * and the time for an answer hold for the whole of each, however slowly a server drips.
 *
 * @param most how much of the body is kept, in bytes after decompression
 * @param limit the longest that a connection, and then the whole answer, may take, where the request has no limits
 * @param deadlines where the exchange is known while it lasts
 */
record GuardedExchange(int most, Duration limit, Deadlines deadlines) implements ExecChainHandler {
    private static final int CHUNK = 8 * 1024;
    private static final String DEADLINE = Deadline.class.getName();

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        extendPath(request);
        try (Deadline deadline = deadlines.start(timeToConnect(scope), () -> end(scope))) {
            scope.clientContext.setAttribute(DEADLINE, deadline);
            try {
                return answer(chain.proceed(request, scope), scope);
            } catch (IOException | HttpException | RuntimeException failed) {
                if (deadline.isOver()) {
                    throw tookTooLong(deadline, scope, failed);
                }
                throw failed;
            }
        }
    }

    /** Runs when the connection stands and nothing was sent yet: from here on the time for an answer counts. */
    ClassicHttpResponse send(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Deadline deadline = (Deadline) scope.clientContext.removeAttribute(DEADLINE);
        deadline.restart(time(config(scope).getResponseTimeout()));
        return chain.proceed(request, scope);
    }

    private static void extendPath(ClassicHttpRequest request) throws HttpException {
        Header[] more = request.getHeaders(RequestPath.HEADER);
        request.removeHeaders(RequestPath.HEADER);
        if (more.length > 1) {
            throw new Refusal("refused: more than one header " + RequestPath.HEADER).asHttpException();
        }
        if (more.length == 1) {
            request.setPath(RequestPath.extend(request.getPath(), String.valueOf(more[0].getValue())));
        }
    }

    private static void end(ExecChain.Scope scope) {
        if (scope.originalRequest instanceof Cancellable request) {
            request.cancel();
        } else {
            scope.execRuntime.discardEndpoint();
        }
    }

    private static IOException tookTooLong(Deadline deadline, ExecChain.Scope scope, Exception failed) {
        boolean sent = scope.clientContext.getAttribute(DEADLINE) == null;
        String words = " took more than " + deadline.limit().toMillis() + " ms, or the hub was stopped";
        IOException timeout = sent
                ? new SocketTimeoutException("the whole answer" + words)
                : new ConnectTimeoutException("the connection" + words);
        timeout.initCause(failed);
        return timeout;
    }

    private ClassicHttpResponse answer(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            byte[] body;
            try {
                body = read(entity, scope);
            } catch (IOException | RuntimeException broken) {
                scope.execRuntime.discardEndpoint();
                throw broken;
            }
            // It was decompressed on the way, and Camel would try again.
            response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
            ContentType type = ContentType.parseLenient(entity.getContentType());
            response.setEntity(new InputStreamEntity(new ByteArrayInputStream(body), body.length, type));
        }
        return response;
    }

    private byte[] read(HttpEntity entity, ExecChain.Scope scope) throws IOException {
        InputStream in = entity.getContent();
        if (in == null) {
            return new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (body.size() < most) {
            int count = in.read(chunk, 0, Math.min(CHUNK, most - body.size()));
            if (count < 0) {
                in.close();
                return body.toByteArray();
            }
            body.write(chunk, 0, count);
        }
        // To close the stream would be to read the rest of it.
        scope.execRuntime.discardEndpoint();
        return body.toByteArray();
    }

    /** For a free place in the pool, the connection and its TLS. */
    @SuppressWarnings("deprecation") // camel-http gives the time for a connection to the request
    private Duration timeToConnect(ExecChain.Scope scope) {
        RequestConfig config = config(scope);
        return time(config.getConnectionRequestTimeout())
                .plus(time(config.getConnectTimeout()).multipliedBy(2));
    }

    private Duration time(Timeout own) {
        return own == null || own.isDisabled() ? limit : own.toDuration();
    }

    private static RequestConfig config(ExecChain.Scope scope) {
        return scope.clientContext.getRequestConfigOrDefault();
    }
}
