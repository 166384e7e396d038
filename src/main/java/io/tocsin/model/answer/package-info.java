/** What people can do about incidents wherever they hear of them: the same in each channel. */
package io.tocsin.model.answer;
