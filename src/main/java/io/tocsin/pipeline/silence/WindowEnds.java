package io.tocsin.pipeline.silence;

import io.tocsin.model.silence.FileHolds;
import io.tocsin.model.silence.Hold;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Until when windows go on that hold something back now, for readers: asked of memory alone. */
public final class WindowEnds {

    private final LiveWindows windows;
    private final Supplier<FileHolds> files;
    private final InstantSource clock;

    /**
     * @param windows those that people made
     * @param files those of rules files
     * @param clock the store's time
     */
    public WindowEnds(LiveWindows windows, Supplier<FileHolds> files, InstantSource clock) {
        this.windows = windows;
        this.files = files;
        this.clock = clock;
    }

    /** When the one of this name ends that goes on; empty where there is none, or none of it goes on. @param by as {@link Hold#by()} has it */
    public Optional<Instant> of(String by) {
        Instant now = clock.instant();
        return windows.committed()
                .find(HoldNotices.name(by))
                .flatMap(window -> window.hold(now))
                .or(() -> files.get().windows().stream()
                        .filter(window -> Hold.of(window, now).by().equals(by))
                        .findFirst()
                        .flatMap(window -> window.hold(now)))
                .flatMap(Hold::until);
    }
}
