/** Where the focus returns when the lesson is closed. */
export const lessonButtonId = 'lesson-button';
