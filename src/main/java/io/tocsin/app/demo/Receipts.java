package io.tocsin.app.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the demo's sinks got, in the order of arrival. Safe for use by many threads. */
final class Receipts {

    private final List<Receipt> all = new CopyOnWriteArrayList<>();
    private final List<Consumer<Receipt>> watchers = new CopyOnWriteArrayList<>();

    void add(Receipt receipt) {
        all.add(receipt);
        watchers.forEach(watcher -> watcher.accept(receipt));
    }

    /** Those that fit, the first one first. */
    List<Receipt> that(Predicate<Receipt> fits) {
        return all.stream().filter(fits).toList();
    }

    /** How many there are. */
    int count() {
        return all.size();
    }

    /** Those that fit among the ones after the first so many. */
    List<Receipt> after(int mark, Predicate<Receipt> fits) {
        return all.stream().skip(mark).filter(fits).toList();
    }

    /** Tells of each one from now on, on the sink's thread. */
    void watch(Consumer<Receipt> watcher) {
        watchers.add(watcher);
    }
}
