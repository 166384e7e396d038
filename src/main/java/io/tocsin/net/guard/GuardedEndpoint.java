package io.tocsin.net.guard;

import java.net.URI;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpProducer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.core5.http.HttpHost;

/**
 * An endpoint of camel-http whose host is what its URL says. Left to itself camel-http reads the host out of a request's
 * own URI, into which HttpCore puts {@code bücher.example} for {@code xn--bcher-kva.example}, and then finds none.
 */
final class GuardedEndpoint extends DefaultEndpoint {
    private final HttpEndpoint http;

    GuardedEndpoint(String uri, GuardedHttp component, HttpEndpoint http) {
        super(uri, component);
        this.http = http;
    }

    @Override
    public Producer createProducer() {
        URI url = http.getHttpUri();
        HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
        return new HttpProducer(http) {
            @Override
            protected HttpHost createHost(HttpUriRequest request) {
                return host;
            }
        };
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nothing can be consumed from " + this);
    }

    /** Options that camel-http does not know are the query of the URL. */
    @Override
    public boolean isLenientProperties() {
        return http.isLenientProperties();
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(http);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(http);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        ServiceHelper.stopAndShutdownService(http);
    }
}
