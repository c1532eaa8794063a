nobody();
