package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Says which addresses a name has. */
@FunctionalInterface
public interface NameService {

    /** That of this machine. It may take as long as the operating system likes. */
    NameService SYSTEM = InetAddress::getAllByName;

    /**
     * Looks a name up; who asks waits.
     *
     * @param host a name, or an address in its canonical form
     * @return at least one address
     * @throws UnknownHostException where there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
