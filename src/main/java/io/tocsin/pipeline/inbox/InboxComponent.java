package io.tocsin.pipeline.inbox;

import io.tocsin.store.corridor.Corridor;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code inbox:events}: where events stand between the accept and the decide room.
 *
 * <p>As a producer it puts the {@code List<EventDraft>} in the body on disk and answers with a {@code List<Accepted>}
 * once they are; it holds no thread meanwhile. As a consumer it gives each event to its route and commits what the route
 * staged, or tries again, or makes a dead letter of it.
 */
@Component("inbox")
public final class InboxComponent extends DefaultComponent {

    /** The lane of the decide room. */
    public static final String LANE = "inbox:events";

    /**
     * What is made of a body while it is decided, trees and alerts, is some twenty times as large, and more of many small alerts:
     * a quarter of the heap, and no more than makes a small heap collect all the time.
     */
    private long bytesInHand = Math.min(Runtime.getRuntime().maxMemory() / 80, 2 * 1024 * 1024);

    private AcceptEvents accepting;

    /** @param most how large the events that are being decided may be, all together, in characters; one is always taken */
    public void setBytesInHand(long most) {
        bytesInHand = most;
    }

    long bytesInHand() {
        return bytesInHand;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!"events".equals(remaining)) {
            throw new IllegalArgumentException(
                    "inbox:" + remaining + ": found " + remaining + ", expected inbox:events, the only inbox there is");
        }
        InboxEndpoint endpoint = new InboxEndpoint(uri, this);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** One change for all producers, so that they share its transactions. */
    synchronized AcceptEvents accepting() {
        if (accepting == null) {
            accepting = new AcceptEvents(Corridor.of(getCamelContext()));
        }
        return accepting;
    }
}
