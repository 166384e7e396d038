package io.tocsin.check;

import io.tocsin.model.receiver.LaneOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A route as it is written.
 *
 * @param head the {@code route} or {@code routeTemplate}, with its id and description
 * @param from what it consumes from, with its steps
 */
record RouteText(Place head, Place from) {
    private static final Pattern PARAMETER = Pattern.compile("\\{\\{(\\w+)}}");

    /** Its id; empty where it has none. */
    String id() {
        return head.at("id").text();
    }

    /** Its steps, in order. */
    List<Place> steps() {
        return from.at("steps").elements();
    }

    /** The endpoint it consumes from. */
    EndpointText source() {
        return EndpointText.at(from);
    }

    /** The parameters that a channel takes as its receivers' own destination, in order; empty where it takes none. */
    List<String> destination() {
        return PARAMETER
                .matcher(source().option("destination"))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /**
     * The first parameter of the destination, where an instance leaves all of them empty: it sends to addresses of people
     * alone.
     *
     * @param values what the instance gives
     */
    Optional<String> emptyDestination(Map<String, String> values) {
        List<String> names = destination();
        return names.stream().findFirst().filter(first -> names.stream()
                .allMatch(name -> value(name, values).isBlank()));
    }

    /** Whether it is a channel's, so that its instances are receivers. */
    boolean isChannel() {
        return source().scheme().equals("outbox");
    }

    /** The option that every receiver can be told by this name; empty where the instances are no receivers. */
    Optional<LaneOption> laneOption(String name) {
        return isChannel() ? LaneOption.ofReceiver(name) : Optional.empty();
    }

    /** The entry of a parameter that it declares. */
    Optional<Place> parameter(String name) {
        return head.at("parameters").elements().stream()
                .filter(entry -> entry.at("name").text().equals(name))
                .findFirst();
    }

    /** The names of all parameters that an instance can give, its own first. */
    Set<String> parameters() {
        return Stream.concat(
                        head.at("parameters").elements().stream()
                                .map(entry -> entry.at("name").text()),
                        LaneOption.ofReceivers().stream()
                                .map(LaneOption::option)
                                .filter(name -> isChannel()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The default of a parameter; empty where there is none. */
    Optional<String> byDefault(String parameter) {
        return parameter(parameter)
                .map(entry -> entry.at("defaultValue"))
                .filter(Place::exists)
                .map(Place::text)
                .or(() -> laneOption(parameter).map(LaneOption::byDefault));
    }

    /** A parameter's value: what the instance gives, or the default; empty where neither says anything. */
    String value(String parameter, Map<String, String> values) {
        return Optional.ofNullable(values.get(parameter))
                .or(() -> byDefault(parameter))
                .orElse("");
    }
}
