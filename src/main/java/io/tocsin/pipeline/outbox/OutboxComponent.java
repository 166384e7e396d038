package io.tocsin.pipeline.outbox;

import io.tocsin.model.delivery.Delivery;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.pipeline.incident.Notifying;
import io.tocsin.store.corridor.Corridor;
import io.tocsin.store.lane.HeldSize;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

/**
 * {@code outbox:<receiver>}: where deliveries stand between the fan-out and the deliver room, a lane for each receiver.
 *
 * <p>As a producer it stages a delivery; as a consumer it claims due deliveries, gives each to its channel's route, and
 * settles it by how the route ended.
 */
@Component("outbox")
public final class OutboxComponent extends DefaultComponent {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Accounts accounts = new Accounts();
    private final Map<String, String> fallbacks = new ConcurrentHashMap<>();
    /** What waits in lanes beyond what they claim in any case, all together: its messages are what it keeps. */
    private final HeldSize held = new HeldSize(Runtime.getRuntime().maxMemory() / 32);

    private ClaimDeliveries claiming;
    private SettleDelivery settling;
    private TakeOver takingOver;
    private SharedPauses pauses;

    /** One change for all receivers, so that they share its transactions. */
    synchronized ClaimDeliveries claiming() {
        if (claiming == null) {
            claiming = new ClaimDeliveries(
                    Corridor.of(getCamelContext()), Notifying.of(getCamelContext()), this::fallback);
        }
        return claiming;
    }

    /** One change for all receivers, so that they share its transactions. */
    synchronized SettleDelivery settling() {
        if (settling == null) {
            settling = new SettleDelivery(Corridor.of(getCamelContext()), Notifying.of(getCamelContext()));
        }
        return settling;
    }

    /** One change for all receivers, so that they share its transactions. */
    synchronized TakeOver takingOver() {
        if (takingOver == null) {
            takingOver = new TakeOver(Corridor.of(getCamelContext()), Notifying.of(getCamelContext()));
        }
        return takingOver;
    }

    /** What other hubs were told to leave alone. */
    synchronized SharedPauses pauses() {
        if (pauses == null) {
            pauses = SharedPauses.of(getCamelContext());
        }
        return pauses;
    }

    /** Says who is notified when a delivery of this receiver is dead; empty for nobody. */
    void fallback(String receiver, String fallback) {
        fallbacks.put(receiver, fallback);
    }

    /** The loop guard: what stands in for a dead delivery has no stand-in itself. */
    Optional<String> fallback(Delivery delivery) {
        return Optional.of(fallbacks.getOrDefault(delivery.receiver(), ""))
                .filter(name -> !name.isEmpty() && delivery.fallbackOf().isEmpty());
    }

    HeldSize held() {
        return held;
    }

    /** Who shares which account. */
    Accounts accounts() {
        return accounts;
    }

    /** Camel writes endpoints' URIs to its log, and knows only by its name which option is a secret. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        URISupport.addSanitizeKeywords("credential");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!NAME.matcher(remaining).matches()) {
            throw new IllegalArgumentException("outbox:" + remaining + ": found " + remaining
                    + ", expected a receiver's name: letters, digits, dot, underscore and hyphen, at most 100");
        }
        Map<String, String> told = new HashMap<>();
        for (LaneOption option : LaneOption.values()) {
            Optional.ofNullable(parameters.remove(option.option()))
                    .ifPresent(value -> told.put(option.option(), value.toString()));
        }
        OutboxEndpoint endpoint = new OutboxEndpoint(
                uri,
                this,
                remaining,
                LaneOptions.read(OptionsTold.to(getCamelContext()).options(remaining, told)));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
