package io.tocsin.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
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
 * its end, to a number of bytes or for the time limit, whatever comes first, so that nobody who reads it later waits.
 *
 * @param most how much of the body is kept, in bytes after decompression
 * @param limit the longest that a body may take after the head of the answer, where the request has no time limit
 * @param nanoTime a clock of nanoseconds
 */
record GuardedExchange(int most, Duration limit, LongSupplier nanoTime) implements ExecChainHandler {
    private static final int CHUNK = 8 * 1024;

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header[] more = request.getHeaders(RequestPath.HEADER);
        request.removeHeaders(RequestPath.HEADER);
        if (more.length > 1) {
            throw new Refusal("refused: more than one header " + RequestPath.HEADER).asHttpException();
        }
        if (more.length == 1) {
            request.setPath(RequestPath.extend(request.getPath(), String.valueOf(more[0].getValue())));
        }
        ClassicHttpResponse response = chain.proceed(request, scope);
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
        Timeout own = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        Duration time = own == null || own.isDisabled() ? limit : own.toDuration();
        long end = nanoTime.getAsLong() + time.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (body.size() < most) {
            int count = in.read(chunk, 0, Math.min(CHUNK, most - body.size()));
            if (count < 0) {
                in.close();
                return body.toByteArray();
            }
            body.write(chunk, 0, count);
            if (nanoTime.getAsLong() - end > 0) {
                throw new SocketTimeoutException("the answer's body took more than " + time.toMillis() + " ms");
            }
        }
        // To close the stream would be to read the rest of it.
        scope.execRuntime.discardEndpoint();
        return body.toByteArray();
    }
}
