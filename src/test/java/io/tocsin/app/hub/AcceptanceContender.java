package io.tocsin.app.hub;

import java.net.http.HttpRequest;

/** Who is to tell what the acceptance suite wants: speaks Alertmanager's API, and reads a file for each case. */
interface AcceptanceContender extends AutoCloseable {

    /** hub or alertmanager. */
    String who();

    /** A request to a path of its API, with whatever opens it. */
    HttpRequest.Builder request(String path);

    /** Puts what a case's rules say in its files, where it reads them, at once. */
    void reload(AcceptanceCase one, AcceptanceCase.Says says);

    @Override
    void close();
}
