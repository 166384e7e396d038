/** How requests are believed: by a token, a signature over their bytes, or a key that only the sender knows. */
package io.tocsin.source.proof;
