package io.tocsin.pipeline.silence;

import io.tocsin.store.corridor.Corridor;
import java.util.function.Supplier;

/** Takes people's orders about maintenance windows. */
public final class WindowDesk {

    private final Corridor corridor;
    private final LiveWindows live;
    private final ChangeWindows changes;
    private final WindowPages pages;
    private final SilencePreview preview;

    /**
     * @param corridor where windows stand
     * @param live gets what changes
     * @param files those that rules files say now
     */
    public WindowDesk(Corridor corridor, LiveWindows live, Supplier<WindowPages.FileWindows> files) {
        this.corridor = corridor;
        this.live = live;
        this.changes = new ChangeWindows(corridor, live);
        this.pages = new WindowPages(corridor.store(), corridor.json(), files);
        this.preview = new SilencePreview(corridor.store(), corridor.json());
    }

    /** What there is. */
    public WindowPages pages() {
        return pages;
    }

    /** What one would hide. */
    public SilencePreview preview() {
        return preview;
    }

    /** Does as is wanted, and answers once it is on disk. Blocks. */
    public WindowAnswer take(WindowOrder order) {
        WindowAnswer answer = corridor.store().submit(changes, order).join();
        live.tidy();
        return answer;
    }
}
