package io.tocsin.pipeline.silence;

import io.tocsin.store.corridor.Corridor;

/**
 * Takes people's orders about silences.
 */
public final class SilenceDesk {

    private final Corridor corridor;
    private final LiveSilences live;
    private final ChangeSilences changes;
    private final SilencePages pages;
    private final SilencePreview preview;

    /**
     * @param corridor where silences stand
     * @param live gets what changes
     */
    public SilenceDesk(Corridor corridor, LiveSilences live) {
        this.corridor = corridor;
        this.live = live;
        this.changes = new ChangeSilences(corridor, live);
        this.pages = new SilencePages(corridor.store(), corridor.json());
        this.preview = new SilencePreview(corridor.store(), corridor.json());
    }

    /** What there is. */
    public SilencePages pages() {
        return pages;
    }

    /** What one would hide. */
    public SilencePreview preview() {
        return preview;
    }

    /** Does as is wanted, and answers once it is on disk. Blocks. */
    public SilenceAnswer take(SilenceOrder order) {
        SilenceAnswer answer = corridor.store().submit(changes, order).join();
        live.tidy();
        return answer;
    }
}
