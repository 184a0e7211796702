/* tuning_events.h - numbers of the event finder, each with what set it. */
#ifndef DL_FIND_TUNING_EVENTS_H
#define DL_FIND_TUNING_EVENTS_H

enum {
    /* An event that ended more than this many days before publication, told in passing, is
     * history: news of the last year is still the story (read off 60 background clauses of our own
     * status cases). */
    EV_HISTORY_DAYS = 366,
    /* How many sentences back a date is carried to another act of the same people: all of them
     * within a paragraph, one fewer from the paragraph before where only one party is shared (read
     * off the paragraphs of GUM news train: farther back it is usually another event's). */
    EV_CARRY_SENTENCES = 3,
    /* How many events back "the meeting" looks for its first telling, and how many to each side a
     * second telling looks for the day: more than any report of our own has; bounds the work. */
    EV_LOOK_BACK = 200,
    /* How many sentences back a speaker's stated day of speaking is carried to his next words. */
    EV_SAYING_SENTENCES = 8,
};

#endif
