package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import io.tocsin.files.Followed;
import io.tocsin.files.InvalidFileException;
import io.tocsin.source.accept.PausablePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over edits of the files in {@code receivers/} and {@code sources/} while the hub runs. Each file as a
 * whole or not at all: it is checked and tried beside the running routes first; then the old routes drain and go, and the
 * new ones come. Where they can't, the last good ones run again. What a receiver sends waits in the store meanwhile, what a
 * source fetches in its queue or topic, and who posts to a source is told to come again. Files that were edited together are swapped together, so
 * that a receiver may move from one to the other, and two that share a limit may change it.
 *
 * <p>Whatever else is edited needs a restart, which is said by the file's name until it is done or the edit is taken back.
 */
final class RouteTakeover implements Followed {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTakeover.class);

    private final List<Path> folders;
    private final RunningRoutes routes;
    private final RouteEdits edits;
    private final WatchedFiles files;
    private final BiFunction<Path, Boolean, List<Finding>> check;
    private final Runnable changed;
    private final Map<Path, WatchedFile> used;
    private final Map<Path, List<PausablePath.Pause>> paused = new HashMap<>();
    private String seen;
    private volatile List<Finding> refused = List.of();
    private volatile List<Finding> restarts = List.of();
    private volatile long takenCount;
    private volatile long refusedCount;

    /**
     * To be made before the routes are loaded, so that an edit after it is not missed.
     *
     * @param folders the route folders
     * @param routes the running routes
     * @param check what is wrong with a file; deep for what Camel says of it, too
     * @param changed called after routes came or went
     */
    RouteTakeover(
            List<Path> folders,
            RunningRoutes routes,
            BiFunction<Path, Boolean, List<Finding>> check,
            Runnable changed) {
        this.folders = List.copyOf(folders);
        this.routes = routes;
        this.edits = new RouteEdits(routes::hasTemplate);
        this.files = new WatchedFiles(folders);
        this.check = check;
        this.changed = changed;
        this.seen = files.stamp();
        this.used = files.read(new ArrayList<>());
    }

    @Override
    public String what() {
        return "receivers";
    }

    @Override
    public Optional<List<Finding>> broken() {
        return Optional.of(refused).filter(findings -> !findings.isEmpty());
    }

    @Override
    public long taken() {
        return takenCount;
    }

    @Override
    public long refused() {
        return refusedCount;
    }

    /** Every edit that is not in use, with the reason. */
    List<Finding> notTakenOver() {
        return Stream.concat(refused.stream(), restarts.stream()).toList();
    }

    /** The edits that wait for a restart, as something else to be told of. */
    Followed restarts() {
        return new Followed() {
            @Override
            public String what() {
                return "routes";
            }

            @Override
            public String trouble() {
                return "route files were edited that take effect at the next start";
            }

            @Override
            public Optional<List<Finding>> broken() {
                return Optional.of(restarts).filter(findings -> !findings.isEmpty());
            }

            @Override
            public long taken() {
                return 0;
            }

            @Override
            public long refused() {
                return 0;
            }
        };
    }

    /** Looks whether files changed, and takes over what can be. To be called at an interval, by one scheduler. */
    synchronized void check() {
        String stamp = files.stamp();
        if (!stamp.equals(seen)) {
            seen = stamp;
            look();
        }
    }

    private void look() {
        List<Finding> wrong = new ArrayList<>();
        List<Finding> later = new ArrayList<>();
        List<RouteEdit> good = new ArrayList<>();
        List<RouteEdit> all = files.edits(used, wrong);
        List<OwnMessage> own = OwnMessage.among(all, used, edits);
        for (RouteEdit edit : OwnMessage.withReaders(all, own)) {
            if (own.stream().anyMatch(message -> message.edit().equals(edit))) {
                continue;
            }
            if (!edits.isConfiguration(edit.room())) {
                later.add(RouteEdits.restart(edit.file().toString(), edit.words()));
                continue;
            }
            List<Finding> findings = edit.now().isEmpty() ? List.of() : check.apply(edit.file(), false);
            if (!findings.isEmpty()) {
                wrong.addAll(findings);
            } else if (!takeable(edit)) {
                later.add(RouteEdits.restart(edit.file().toString(), edit.words()));
            } else {
                List<Finding> deep = edit.now().isEmpty() ? List.of() : check.apply(edit.file(), true);
                wrong.addAll(deep);
                if (deep.isEmpty()) {
                    good.add(edit);
                }
            }
        }
        swap(good, wrong);
        own.stream().filter(message -> message.isRead(good, wrong)).forEach(message -> take(message.edit()));
        List.copyOf(paused.keySet()).stream().filter(Files::notExists).forEach(this::goOn);
        tell(wrong, later);
    }

    private boolean takeable(RouteEdit edit) {
        return edit.now().map(now -> edits.hasInstancesOnly(now.text())).orElse(true)
                && edit.used().map(was -> edits.hasInstancesOnly(was.text())).orElse(true);
    }

    private void swap(List<RouteEdit> good, List<Finding> wrong) {
        if (good.isEmpty()) {
            return;
        }
        Set<String> receivers = new HashSet<>();
        List<RouteEdit> gone = new ArrayList<>();
        good.forEach(edit ->
                paused.computeIfAbsent(edit.file(), file -> new ArrayList<>()).addAll(routes.pause(ids(edit))));
        for (RouteEdit edit : good) {
            try {
                receivers.addAll(routes.receivers(ids(edit)));
                routes.remove(ids(edit));
                gone.add(edit);
            } catch (Exception stuck) {
                wrong.add(finding(edit, stuck));
                edit.used().ifPresent(was -> runAgain(edit, was, routes::restore, wrong));
            }
        }
        gone.forEach(edit -> edit.now().ifPresentOrElse(now -> put(edit, now, wrong), () -> takeAway(edit)));
        receivers.removeIf(name -> routes.has(name));
        routes.forget(receivers);
        changed.run();
    }

    private static List<String> ids(RouteEdit edit) {
        return edit.used().map(was -> RouteEdits.routeIds(was.text())).orElse(List.of());
    }

    private void takeAway(RouteEdit edit) {
        goOn(edit.file());
        used.remove(edit.file());
        takenCount++;
        LOG.info("{}: {} is taken over; {}", edit.file(), edit.words(), RouteEdits.after(edit.room()));
    }

    private void put(RouteEdit edit, WatchedFile now, List<Finding> wrong) {
        try {
            routes.add(edit.file().toString(), now.text());
            used.put(edit.file(), now);
            goOn(edit.file());
            takenCount++;
            LOG.info("{}: {} is taken over", edit.file(), edit.words());
        } catch (Exception | StackOverflowError refusal) {
            wrong.add(finding(edit, refusal));
            edit.used().ifPresentOrElse(was -> runAgain(edit, was, routes::add, wrong), () -> goOn(edit.file()));
        }
    }

    /** A message that is read when the routes of its receivers are made: they were, or it has none. */
    private void take(RouteEdit edit) {
        edit.now().ifPresentOrElse(now -> used.put(edit.file(), now), () -> used.remove(edit.file()));
    }

    /** Senders to the file's paths are answered by the routes that are there now; where none is, they come again later. */
    private void goOn(Path file) {
        Optional.ofNullable(paused.remove(file)).ifPresent(pauses -> pauses.forEach(PausablePath.Pause::close));
    }

    /** Makes the routes of a file run. */
    private interface Loading {
        void load(String file, String yaml) throws Exception;
    }

    private void runAgain(RouteEdit edit, WatchedFile was, Loading loading, List<Finding> wrong) {
        try {
            loading.load(edit.file().toString(), was.text());
            goOn(edit.file());
        } catch (Exception | StackOverflowError gone) {
            used.remove(edit.file());
            LOG.error("{}: its last good routes can't run either", edit.file(), gone);
            wrong.add(new Finding(
                    edit.file().toString(),
                    0,
                    "routes that do not run, the last good ones neither: " + gone.getMessage(),
                    "routes that run",
                    "correct the file; what is for them waits"));
        }
    }

    private Finding finding(RouteEdit edit, Throwable thrown) {
        LOG.warn("{}: {} could not be taken over", edit.file(), edit.words(), thrown);
        if (thrown instanceof Exception exception
                && StartFailure.of(folders, exception, List::of) instanceof InvalidFileException invalid) {
            return invalid.findings().get(0);
        }
        return new Finding(
                edit.file().toString(),
                0,
                edit.words() + ", which Camel refuses: " + thrown.getMessage(),
                "routes that run",
                "correct it; see the log");
    }

    private void tell(List<Finding> wrong, List<Finding> later) {
        List<Finding> known = restarts;
        if (!wrong.isEmpty()) {
            refusedCount++;
        }
        refused = List.copyOf(wrong);
        restarts = List.copyOf(later);
        wrong.forEach(finding -> LOG.error("an edit is not taken over, the last good routes stay in use: {}", finding));
        later.stream().filter(finding -> !known.contains(finding)).forEach(finding -> LOG.warn("{}", finding));
    }
}
