package io.tocsin.net.guard;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One URL of a route, with the connections that its sends share. */
final class GuardedEndpoint extends DefaultEndpoint {
    private final GuardedHttp component;
    private final SendSettings settings;
    private GuardedClient client;

    GuardedEndpoint(String uri, GuardedHttp component, SendSettings settings) {
        super(uri, component);
        this.component = component;
        this.settings = settings;
    }

    @Override
    public Producer createProducer() {
        return new GuardedProducer(this);
    }

    SendSettings settings() {
        return settings;
    }

    GuardedClient client() {
        return client;
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nothing can be consumed from " + this);
    }

    /** Options that Camel's http component does not know are the query of the URL. */
    @Override
    public boolean isLenientProperties() {
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        client = component.client(settings);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (client != null) { // a context that only checked its routes has started none
            client.close();
        }
    }
}
