package io.tocsin.source.slack;

import java.time.Duration;

/** Does one thing after the other, so that what it alone touches needs no lock. */
interface Strand {

    /** After what is under way. */
    void run(Runnable work);

    /** When so much time is over. */
    void later(Duration time, Runnable work);
}
