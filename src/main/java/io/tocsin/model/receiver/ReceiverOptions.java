package io.tocsin.model.receiver;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a receiver was told, wherever. The first of these that says something of an option counts: the URI, the receiver's file,
 * {@code receiver.<name>.<option>}, the default of its channel, {@code lane.<option>}, the default of the option.
 *
 * @param receiver its name
 * @param uri the options that the URI has
 * @param file the parameters that its file gives
 * @param channel the defaults of its channel's parameters
 * @param properties the hub's properties
 */
public record ReceiverOptions(
        String receiver,
        Map<String, String> uri,
        Map<String, String> file,
        Map<String, String> channel,
        Function<String, Optional<String>> properties) {

    /** Before the receiver's name and the option, in the hub's properties. */
    public static final String OF_ONE = "receiver.";

    /** Before the option that is to count for all receivers, in the hub's properties. */
    public static final String OF_ALL = "lane.";

    public ReceiverOptions {
        uri = Map.copyOf(uri);
        file = Map.copyOf(file);
        channel = Map.copyOf(channel);
    }

    /** What counts for an option. */
    public String value(LaneOption option) {
        String name = option.option();
        if (uri.containsKey(name) || !option.isReceivers()) {
            return uri.getOrDefault(name, option.byDefault());
        }
        return Optional.ofNullable(file.get(name))
                .or(() -> properties.apply(OF_ONE + receiver + "." + name))
                .or(() -> Optional.ofNullable(channel.get(name)))
                .or(() -> ofAll(option))
                .orElse(option.byDefault());
    }

    /** The fallback of all receivers has none itself. */
    private Optional<String> ofAll(LaneOption option) {
        return properties
                .apply(OF_ALL + option.option())
                .filter(value -> option != LaneOption.FALLBACK || !value.equals(receiver));
    }
}
