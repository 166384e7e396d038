package io.tocsin.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.channel.text.LimitViolation;
import io.tocsin.files.InvalidFileException;
import io.tocsin.model.receiver.LaneOption;
import io.tocsin.model.receiver.ReceiverOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** One channel that messages are put into by hand. */
public final class ChannelTrial implements AutoCloseable {
    private final RouteFiles files;
    private final RouteText route;
    private final Map<String, String> values;
    private final Optional<ChannelLimits> limits;
    private final TrialContext context;
    private final String door;

    private ChannelTrial(
            RouteFiles files, RouteText route, Map<String, String> values, TrialContext context, String door) {
        this.files = files;
        this.route = route;
        this.values = values;
        this.limits = ChannelLimits.of(files, route);
        this.context = context;
        this.door = door;
    }

    static ChannelTrial madeUp(RouteFiles files, CamelParts parts, RouteText template) {
        DetachedRoute detached = DetachedRoute.rendering(template);
        String door = "direct:" + TrialValues.receiver(template);
        List<RouteFile> suspects = holding(files, template.head());
        return made(files, parts, template, Map.of(), door, suspects, context -> {
            context.load(template.id(), detached.entry());
            context.make(template.id(), TrialValues.receiver(template), TrialValues.of(template));
        });
    }

    static ChannelTrial receiver(
            RouteFiles files, CamelParts parts, RouteText route, Optional<Receiver> instance, boolean sends) {
        DetachedRoute detached = sends ? DetachedRoute.sending(route) : DetachedRoute.rendering(route);
        Map<String, String> values = instance.map(Receiver::parameters).orElse(Map.of());
        String door = instance.flatMap(Receiver::name).map("direct:"::concat).orElse(detached.door());
        List<RouteFile> suspects = Stream.concat(
                        instance.stream().flatMap(made -> holding(files, made.place()).stream()),
                        holding(files, route.head()).stream())
                .toList();
        return made(files, parts, route, values, door, suspects, context -> {
            context.load(route.id(), detached.entry());
            if (instance.isPresent()) {
                ObjectNode entry = JsonNodeFactory.instance.objectNode();
                entry.set("templatedRoute", instance.get().place().node());
                context.load(instance.get().name().orElse("receiver"), entry);
            }
        });
    }

    private interface Loading {
        void into(TrialContext context) throws Exception;
    }

    private static ChannelTrial made(
            RouteFiles files,
            CamelParts parts,
            RouteText route,
            Map<String, String> values,
            String door,
            List<RouteFile> suspects,
            Loading loading) {
        TrialContext context = new TrialContext(parts);
        try {
            loading.into(context);
            return new ChannelTrial(files, route, values, context, door);
        } catch (Exception refused) {
            context.close();
            throw refused instanceof InvalidFileException told
                    ? told
                    : new InvalidFileException(List.of(new CamelSays(files, suspects).finding(refused)));
        }
    }

    private static List<RouteFile> holding(RouteFiles files, Place place) {
        return files.files().stream()
                .filter(file -> file.name().equals(place.yaml().file()))
                .toList();
    }

    /** The channel's name. */
    public String channel() {
        return route.id();
    }

    /** What the receiver is told of a parameter, or the default; empty where nobody says anything. */
    public String parameter(String name) {
        return route.laneOption(name).map(option -> options().value(option)).orElseGet(() -> route.value(name, values));
    }

    private ReceiverOptions options() {
        Map<String, String> channel = new HashMap<>();
        LaneOption.ofReceivers().stream().map(LaneOption::option).forEach(name -> route.parameter(name)
                .map(entry -> entry.at("defaultValue"))
                .filter(Place::exists)
                .ifPresent(place -> channel.put(name, place.text())));
        return new ReceiverOptions(
                values.getOrDefault("receiver", ""),
                Map.of(),
                values,
                channel,
                name -> Optional.ofNullable(files.properties().getProperty(name)));
    }

    /**
     * The parameter that says where the receiver sends by itself, if its file leaves it empty: the receiver then sends to
     * addresses of people alone.
     */
    public Optional<String> emptyDestination() {
        return route.emptyDestination(values);
    }

    /** An address for what is only shown: made up where the receiver has none of its own, empty where it has. */
    public String trialAddress() {
        return emptyDestination()
                .map(name -> TrialValues.value(name, route.id()))
                .orElse("");
    }

    /**
     * What the channel would send; of a trial that does not send.
     *
     * @param message as the outbox would give it
     */
    public Rendition render(ObjectNode message) {
        return Rendition.of(context.run(door, message));
    }

    /**
     * Sends, and waits for the answer; of a trial that sends. What went wrong is the exchange's exception.
     *
     * @param message as the outbox would give it
     */
    public Exchange send(ObjectNode message) {
        return context.run(door, message);
    }

    /** What the provider would refuse; empty where it would take everything, or no limits are known. */
    public List<LimitViolation> violations(Rendition rendition) {
        return limits.map(known -> known.check(rendition.sent())).orElse(List.of());
    }

    @Override
    public void close() {
        context.close();
    }
}
