package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An edit of a channel's jq or FreeMarker file that only receivers name, and no template: it is read anew when their routes
 * are, so that it takes effect without a restart. A new file that nothing names waits for whoever will.
 *
 * @param edit of the message
 * @param readers the files of receivers that name it, as edits of them
 */
record OwnMessage(RouteEdit edit, List<RouteEdit> readers) {

    /**
     * Those among edits.
     *
     * @param used the files in use
     */
    static List<OwnMessage> among(List<RouteEdit> all, Map<Path, WatchedFile> used, RouteEdits edits) {
        Map<Path, RouteEdit> files = new LinkedHashMap<>();
        used.forEach((file, text) -> files.put(file, new RouteEdit(file, Optional.of(text), Optional.of(text))));
        all.forEach(edit -> files.put(edit.file(), edit));
        List<OwnMessage> own = new ArrayList<>();
        for (RouteEdit edit : all) {
            if (edit.room().equals(RouteEdits.MESSAGES)) {
                List<RouteEdit> readers = files.values().stream()
                        .filter(other -> !other.equals(edit) && names(other, edit.file()))
                        .toList();
                if (readers.stream().allMatch(reader -> isReceiver(reader, edits))) {
                    own.add(new OwnMessage(edit, readers));
                }
            }
        }
        return own;
    }

    /** The edits and, behind them, the readers that are not among them. */
    static List<RouteEdit> withReaders(List<RouteEdit> all, List<OwnMessage> own) {
        Map<Path, RouteEdit> edits = new LinkedHashMap<>();
        all.forEach(edit -> edits.put(edit.file(), edit));
        own.forEach(message -> message.readers.forEach(reader -> edits.putIfAbsent(reader.file(), reader)));
        return List.copyOf(edits.values());
    }

    /** Whether all its readers were made anew. */
    boolean isRead(List<RouteEdit> good, List<Finding> wrong) {
        return readers.stream()
                .allMatch(reader -> good.contains(reader)
                        && wrong.stream().noneMatch(finding -> finding.file()
                                .equals(reader.file().toString())));
    }

    private static boolean isReceiver(RouteEdit reader, RouteEdits edits) {
        return edits.isConfiguration(reader.room())
                && reader.now().map(now -> edits.hasInstancesOnly(now.text())).orElse(true)
                && reader.used().map(was -> edits.hasInstancesOnly(was.text())).orElse(true);
    }

    /** Whether a file names the message: as {@code own.jq}, or by its {@code import "own"}. */
    private static boolean names(RouteEdit file, Path message) {
        String name = message.getFileName().toString();
        String imported = "import \"" + name.replaceFirst("\\.jq$", "") + "\"";
        return file.now().stream().anyMatch(now -> isNamed(now.text(), name, imported))
                || file.used().stream().anyMatch(was -> isNamed(was.text(), name, imported));
    }

    private static boolean isNamed(String text, String name, String imported) {
        return text.contains(name) || text.contains(imported);
    }
}
