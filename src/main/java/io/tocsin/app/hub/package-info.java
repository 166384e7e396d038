/** The hub as a whole: the one place where its parts are put together. */
package io.tocsin.app.hub;
