package io.tocsin.check;

import io.tocsin.files.Finding;
import io.tocsin.files.InvalidFileException;
import io.tocsin.files.NearestWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The channels and receivers of the route files, to be tried one at a time; no outbox and no store is needed. */
public final class Channels {
    private final RouteFiles files;
    private final CamelParts parts;

    /**
     * Reads the files.
     *
     * @param folders the route folders, the first one first
     * @param parts what Camel needs to know
     * @throws InvalidFileException if one of them is no YAML
     */
    public Channels(List<Path> folders, CamelParts parts) {
        this.parts = parts;
        this.files = RouteFiles.read(folders, parts.properties(), new TreeSet<>(parts.names()));
        if (!files.unreadable().isEmpty()) {
            throw new InvalidFileException(files.unreadable());
        }
    }

    /** The names of all channels. */
    public Set<String> names() {
        return files.templates()
                .filter(RouteText::isChannel)
                .map(RouteText::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all receivers. */
    public Set<String> receivers() {
        return files.receivers();
    }

    /**
     * A channel with made-up values for what each receiver must give it, up to the step that sends.
     *
     * @throws InvalidFileException if there is no such channel, or Camel refuses it
     */
    public ChannelTrial channel(String name) {
        RouteText template = files.templates()
                .filter(RouteText::isChannel)
                .filter(route -> route.id().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown("channel", name, names(), "channels"));
        return ChannelTrial.madeUp(files, parts, template);
    }

    /**
     * A receiver with the values of its file, up to the step that sends.
     *
     * @throws InvalidFileException if there is no such receiver, or Camel refuses it
     */
    public ChannelTrial receiver(String name) {
        return receiver(name, false);
    }

    /**
     * A receiver with the values of its file, whole: what is put into it is sent.
     *
     * @throws InvalidFileException if there is no such receiver, or Camel refuses it
     */
    public ChannelTrial sendingReceiver(String name) {
        return receiver(name, true);
    }

    private ChannelTrial receiver(String name, boolean sends) {
        Optional<Receiver> instance = files.instances()
                .filter(made -> made.name().equals(Optional.of(name)))
                .findFirst();
        Optional<RouteText> route = instance.isPresent()
                ? files.templates()
                        .filter(text -> text.id().equals(instance.get().template()))
                        .findFirst()
                : files.allRoutes()
                        .filter(RouteText::isChannel)
                        .filter(text -> text.source().path().equals(name))
                        .findFirst();
        return ChannelTrial.receiver(
                files,
                parts,
                route.orElseThrow(() -> unknown("receiver", name, receivers(), "receivers")),
                instance,
                sends);
    }

    private static InvalidFileException unknown(String what, String name, Set<String> known, String room) {
        return new InvalidFileException(List.of(new Finding(
                room,
                0,
                "no " + what + " `" + name + "`",
                known.isEmpty() ? "a " + what + ", and there is none" : "one of " + String.join(", ", known),
                NearestWord.of(name, known)
                        .map(word -> "did you mean `" + word + "`?")
                        .orElse("add a file for it under " + room + "/, or name another"))));
    }
}
