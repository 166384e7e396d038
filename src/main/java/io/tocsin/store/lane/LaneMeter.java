package io.tocsin.store.lane;

/** Counts how rows come into a lane's hand. */
public interface LaneMeter {

    /** Counts nothing. */
    LaneMeter NONE = new LaneMeter() {
        @Override
        public void handedOver() {}

        @Override
        public void claimed(int rows) {}
    };

    /** A row was handed over by whoever wrote it. */
    void handedOver();

    /** So many rows were claimed together, or none. */
    void claimed(int rows);
}
