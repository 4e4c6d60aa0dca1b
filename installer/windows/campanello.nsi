; Campanello's setup for Windows: for one user, without an administrator, also unattended.
;
;   campanello-setup.exe /S /CONFIG=D:\site.toml /AUTOSTART=1 /START=1 /LOG=D:\setup.log /USER=Cassa
;
; /S          silent: no window can come, whatever happens; the exit status and the log tell
; /CONFIG     a reseller's campanello.toml (without secrets); the one that stood there is kept beside it
; /AUTOSTART  1: starts when this user logs in; 0: does not; without: as it was, and on after a first setup by hand
; /START      1: starts it at the end; 0: not, even if it ran before; without: as it was
; /USER       the user who will use it; another one ends the setup before anything is written
; /LOG        where to write the log; without: campanello-setup.log in the user's folder of temporary files
;
; Exit status: 0 done, 1 a person cancelled, 10 no such configuration file, 11 the running Campanello did not end,
; 12 files could not be written, 13 another setup is at work, 20 it runs as SYSTEM, 21 as another user than the one who
; will use it: files and credentials would land in the wrong profile.
;
; Uninstalling keeps configuration, database and credentials: uninstall.exe /S /PURGE removes them too. The key under
; which Windows lists the program, and the names of the mutex and of the Run value, are the same in every version.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinMessages.nsh

!define PRODUCT "Campanello"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Campanello"
!define NOTICES "Software\Classes\AppUserModelId\Campanello"
!define MUTEX "Local\Campanello-Setup-5e0c1c0e-5f0c-4b1e-9d0e-c4a7a4e11a01"
!define DATA "$LOCALAPPDATA\campanello"

Name "${PRODUCT}"
BrandingText "${PRODUCT} ${VERSION}"
OutFile "${SETUP}"
InstallDir "$LOCALAPPDATA\Programs\Campanello"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${PRODUCT}"
VIAddVersionKey FileDescription "${PRODUCT} setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "${PRODUCT}"
VIAddVersionKey Comments "${KIND}"

!define MUI_ICON "resources\icons\app\campanello.ico"
!define MUI_UNICON "resources\icons\app\campanello.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "$(START_NOW)"
!define MUI_FINISHPAGE_RUN_FUNCTION StartNow
!define MUI_FINISHPAGE_SHOWREADME ""
!define MUI_FINISHPAGE_SHOWREADME_TEXT "$(WITH_WINDOWS)"
!define MUI_FINISHPAGE_SHOWREADME_FUNCTION WithWindows
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Italian"
!insertmacro MUI_LANGUAGE "English"

LangString START_NOW ${LANG_ITALIAN} "Avvia Campanello"
LangString START_NOW ${LANG_ENGLISH} "Start Campanello"
LangString WITH_WINDOWS ${LANG_ITALIAN} "Avvialo ogni volta che questo utente accede"
LangString WITH_WINDOWS ${LANG_ENGLISH} "Start it whenever this user logs in"
LangString NO_CONFIG ${LANG_ITALIAN} "Il file di configurazione non c'è: $0$\n$\nNon è stato installato nulla. Controlla il percorso dopo /CONFIG=."
LangString NO_CONFIG ${LANG_ENGLISH} "There is no configuration file $0$\n$\nNothing was installed. Check the path behind /CONFIG=."
LangString STILL_RUNS ${LANG_ITALIAN} "Campanello non si è chiuso.$\n$\nNon è stato cambiato nulla: funziona ancora la versione di prima. Chiudilo dal suo menu vicino all'orologio (Esci) e riprova."
LangString STILL_RUNS ${LANG_ENGLISH} "Campanello has not ended.$\n$\nNothing was changed: the version before still works. End it from its menu beside the clock (Quit), then try again."
LangString NOT_WRITTEN ${LANG_ITALIAN} "I file non si sono potuti scrivere in $INSTDIR.$\n$\nSe c'era una versione di prima, è ancora al suo posto. Libera spazio su disco, chiudi i programmi che usano la cartella e riprova."
LangString NOT_WRITTEN ${LANG_ENGLISH} "The files could not be written into $INSTDIR.$\n$\nIf there was a version before, it is still in its place. Free some disk space, close programs that use the folder, and try again."
LangString AT_WORK ${LANG_ITALIAN} "Un'altra installazione di Campanello è già in corso.$\n$\nNon è stato cambiato nulla. Aspetta che finisca."
LangString AT_WORK ${LANG_ENGLISH} "Another setup of Campanello is at work.$\n$\nNothing was changed. Wait until it has finished."
LangString WRONG_USER ${LANG_ITALIAN} "L'installazione è stata avviata con un altro utente ($1) da chi userà Campanello.$\n$\nNon è stato installato nulla. Avviala senza “Esegui come amministratore”, con l'utente che sta alla cassa."
LangString WRONG_USER ${LANG_ENGLISH} "The setup was started as another user ($1) than the one who will use Campanello.$\n$\nNothing was installed. Start it without “Run as administrator”, as the user at the till."
LangString KEEP_DATA ${LANG_ITALIAN} "Conservare configurazione, ordini e credenziali su questo PC?$\n$\nSì: restano, per una nuova installazione. No: vengono cancellati e non si recuperano."
LangString KEEP_DATA ${LANG_ENGLISH} "Keep configuration, orders and credentials on this PC?$\n$\nYes: they stay, for another installation. No: they are deleted, and nothing brings them back."

Var Log
Var Autostart
Var Start
Var Config
Var Ran
Var First
Var Purge

; --- the log: written line by line, so that it tells of a setup that was killed too ---

!macro LOGGING prefix
Function ${prefix}OpenLog
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/LOG=" $R1
  ${If} ${Errors}
  ${OrIf} $R1 == ""
    StrCpy $R1 "$TEMP\campanello-setup.log"
  ${EndIf}
  ClearErrors
  FileOpen $Log "$R1" a
  ${If} ${Errors}
    StrCpy $Log ""
  ${Else}
    FileSeek $Log 0 END
  ${EndIf}
FunctionEnd

Function ${prefix}Tell
  Exch $R9
  ${If} $Log != ""
    Push $R0
    Push $R1
    Push $R2
    Push $R3
    Push $R4
    Push $R5
    Push $R6
    ${GetTime} "" "L" $R0 $R1 $R2 $R3 $R4 $R5 $R6
    FileWrite $Log "$R2-$R1-$R0 $R4:$R5:$R6 $R9$\r$\n"
    Pop $R6
    Pop $R5
    Pop $R4
    Pop $R3
    Pop $R2
    Pop $R1
    Pop $R0
  ${EndIf}
  Pop $R9
FunctionEnd
!macroend
!insertmacro LOGGING ""
!insertmacro LOGGING "un."

!macro TELL text
  Push "${text}"
  !ifdef __UNINSTALL__
  Call un.Tell
  !else
  Call Tell
  !endif
!macroend
!define Tell "!insertmacro TELL"

!macro END_WITH status message
  ${Tell} "ends with status ${status}"
  MessageBox MB_OK|MB_ICONSTOP "${message}" /SD IDOK
  SetErrorLevel ${status}
  Quit
!macroend
!define EndWith "!insertmacro END_WITH"

; --- who is installing ---

; $0: 1 when this process runs as SYSTEM. $1: the name of its user.
Function WhoAmI
  StrCpy $0 0
  System::Call 'advapi32::GetUserNameW(w .r1, *i ${NSIS_MAX_STRLEN})'
  ; By its number: the name is another one in every language.
  System::Call 'kernel32::GetCurrentProcess() p .r2'
  System::Call 'advapi32::OpenProcessToken(p r2, i 8, *p .r3) i .r4'
  ${If} $4 != 0
    System::Alloc 256
    Pop $5
    System::Call 'advapi32::GetTokenInformation(p r3, i 1, p r5, i 256, *i .r6) i .r4'
    ${If} $4 != 0
      System::Call '*$5(p .r6)'
      ; WELL_KNOWN_SID_TYPE 22 is WinLocalSystemSid.
      System::Call 'advapi32::IsWellKnownSid(p r6, i 22) i .r4'
      ${If} $4 != 0
        StrCpy $0 1
      ${EndIf}
    ${EndIf}
    System::Free $5
    System::Call 'kernel32::CloseHandle(p r3)'
  ${EndIf}
FunctionEnd

; $0: 1 when the desktop belongs to another user than this process does (“Run as administrator” with another account).
; Where there is no desktop, nothing can be told, and it is 0: then /USER says who it should be.
Function IsForeign
  StrCpy $0 0
  FindWindow $2 "Shell_TrayWnd"
  ${If} $2 != 0
    System::Call 'user32::GetWindowThreadProcessId(p r2, *i .r3)'
    System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r3) p .r4'
    ${If} $4 != 0
      System::Call 'advapi32::OpenProcessToken(p r4, i 8, *p .r5) i .r6'
      ${If} $6 != 0
        System::Call 'kernel32::GetCurrentProcess() p .r6'
        System::Call 'advapi32::OpenProcessToken(p r6, i 8, *p .r7)'
        System::Alloc 256
        Pop $8
        System::Alloc 256
        Pop $9
        System::Call 'advapi32::GetTokenInformation(p r5, i 1, p r8, i 256, *i .r2) i .R1'
        System::Call 'advapi32::GetTokenInformation(p r7, i 1, p r9, i 256, *i .r2) i .R2'
        ${If} $R1 != 0
        ${AndIf} $R2 != 0
          System::Call '*$8(p .r2)'
          System::Call '*$9(p .r3)'
          System::Call 'advapi32::EqualSid(p r2, p r3) i .r6'
          ${If} $6 == 0
            StrCpy $0 1
          ${EndIf}
        ${EndIf}
        System::Free $8
        System::Free $9
        System::Call 'kernel32::CloseHandle(p r5)'
        System::Call 'kernel32::CloseHandle(p r7)'
      ${EndIf}
      System::Call 'kernel32::CloseHandle(p r4)'
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInit
  Call OpenLog
  ${Tell} "setup of ${PRODUCT} ${VERSION} (${KIND})"
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/CONFIG=" $Config
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART=" $Autostart
  ClearErrors
  ${GetOptions} $R0 "/START=" $Start

  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "${MUTEX}") p .r0 ?e'
  Pop $R1
  ${If} $R1 = 183 ; ERROR_ALREADY_EXISTS
    ${EndWith} 13 "$(AT_WORK)"
  ${EndIf}

  Call WhoAmI
  ${If} $0 = 1
    ${EndWith} 20 "$(WRONG_USER)"
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/USER=" $R1
  ${If} $R1 != ""
  ${AndIf} $R1 != $1
    ${Tell} "runs as $1, wanted was $R1"
    ${EndWith} 21 "$(WRONG_USER)"
  ${EndIf}
  Push $1
  Call IsForeign
  Pop $1
  ${If} $0 = 1
    ${Tell} "the desktop belongs to another user than $1"
    ${EndWith} 21 "$(WRONG_USER)"
  ${EndIf}

  ${If} $Config != ""
    ${IfNot} ${FileExists} "$Config"
      StrCpy $0 $Config
      ${Tell} "no configuration file $Config"
      ${EndWith} 10 "$(NO_CONFIG)"
    ${EndIf}
  ${EndIf}
  StrCpy $First 1
  ${If} ${FileExists} "$INSTDIR\campanello-cli.exe"
    StrCpy $First 0
  ${EndIf}
FunctionEnd

; --- the old version goes, the new one comes ---

; Runs the terminal's program with words; its exit status in $0. What it says goes into the log of the setup's window.
!macro CLI folder words
  nsExec::ExecToLog '"${folder}\campanello-cli.exe" ${words}'
  Pop $0
!macroend
!define Cli "!insertmacro CLI"

; Another name for a folder, tried for 20 s: antivirus programs look at what was just in use. Error flag as Rename.
!macro RENAMED from to
  StrCpy $R7 0
  ${Do}
    ClearErrors
    Rename "${from}" "${to}"
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    IntOp $R7 $R7 + 1
    ${If} $R7 > 40
      SetErrors
      ${ExitDo}
    ${EndIf}
    Sleep 500
  ${Loop}
!macroend
!define Renamed "!insertmacro RENAMED"

Section
  StrCpy $Ran 0
  ; Beside the old one, which goes on working until everything is there.
  RMDir /r "$INSTDIR.new"
  RMDir /r "$INSTDIR.old"
  ClearErrors
  SetOutPath "$INSTDIR.new"
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR.new\uninstall.exe"
  ${If} ${Errors}
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR.new"
    ${Tell} "the files could not be unpacked"
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ; A folder that is a process' own can't be renamed.
  SetOutPath "$TEMP"

  ${If} $First = 0
    ${Cli} "$INSTDIR" "running"
    ${If} $0 == 0
      StrCpy $Ran 1
      ${Tell} "asks the running Campanello to end"
      ${Cli} "$INSTDIR" "quit --wait 60"
      ${If} $0 != 0
        RMDir /r "$INSTDIR.new"
        ${Tell} "it has not ended: $0"
        ${EndWith} 11 "$(STILL_RUNS)"
      ${EndIf}
    ${EndIf}
    ${Renamed} "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.new"
      ${Tell} "the old version could not be put aside"
      Call StartAsBefore
      ${EndWith} 12 "$(NOT_WRITTEN)"
    ${EndIf}
  ${EndIf}
  ${Renamed} "$INSTDIR.new" "$INSTDIR"
  ${If} ${Errors}
    ${Tell} "the new version could not take its place"
    ${If} $First = 0
      Rename "$INSTDIR.old" "$INSTDIR"
      Call StartAsBefore
    ${EndIf}
    RMDir /r "$INSTDIR.new"
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ; What is still held goes at the next setup.
  RMDir /r "$INSTDIR.old"
  ${Tell} "the program is in its place"

  ; An update that does not work is taken back with the setup of the version before (agent/update).
  CreateDirectory "${DATA}\updates"
  ${If} "$EXEPATH" != "${DATA}\updates\campanello-setup-${VERSION}.exe"
    CopyFiles /SILENT "$EXEPATH" "${DATA}\updates\campanello-setup-${VERSION}.exe"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\Campanello.lnk" "$INSTDIR\campanello.exe"
  ; Under this name Windows shows the program's notices, and brings a press on them back (ui/notices_windows.py).
  WriteRegStr HKCU "${NOTICES}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${NOTICES}" "IconUri" "$INSTDIR\_internal\resources\icons\app\campanello-256.png"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\campanello.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1

  ${If} $Config != ""
    Call TakeConfig
  ${EndIf}
  ${If} $Autostart == 1
    ${Cli} "$INSTDIR" "autostart on"
    ${Tell} "starts with the user's session: $0"
  ${ElseIf} $Autostart == 0
    ${Cli} "$INSTDIR" "autostart off"
    ${Tell} "does not start with the user's session: $0"
  ${EndIf}
  ${If} $Start == 1
    Call StartNow
  ${ElseIf} $Start != 0
    Call StartAsBefore
  ${EndIf}
  ${Tell} "done"
SectionEnd

Function TakeConfig
  CreateDirectory "${DATA}"
  ${If} ${FileExists} "${DATA}\campanello.toml"
    Delete "${DATA}\campanello.toml.before"
    Rename "${DATA}\campanello.toml" "${DATA}\campanello.toml.before"
  ${EndIf}
  ClearErrors
  CopyFiles /SILENT "$Config" "${DATA}\campanello.toml"
  ${If} ${Errors}
    Rename "${DATA}\campanello.toml.before" "${DATA}\campanello.toml"
    ${Tell} "the configuration could not be copied"
    ${EndWith} 12 "$(NOT_WRITTEN)"
  ${EndIf}
  ${Tell} "the configuration is $Config"
FunctionEnd

Function StartAsBefore
  ${If} $Ran = 1
    Call StartNow
  ${EndIf}
FunctionEnd

Function StartNow
  ${Tell} "starts Campanello"
  SetOutPath "$PROFILE"
  Exec '"$INSTDIR\campanello.exe"'
FunctionEnd

Function WithWindows
  ${Cli} "$INSTDIR" "autostart on"
FunctionEnd

; --- away with it ---

Function un.onInit
  Call un.OpenLog
  ${Tell} "uninstalls ${PRODUCT} ${VERSION}"
  StrCpy $Purge 0
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/PURGE" $R1
  ${IfNot} ${Errors}
    StrCpy $Purge 1
  ${Else}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON1 "$(KEEP_DATA)" /SD IDYES IDYES keep
    StrCpy $Purge 1
    keep:
  ${EndIf}
FunctionEnd

Section Uninstall
  SetOutPath "$TEMP"
  ${Cli} "$INSTDIR" "quit --wait 60"
  ${If} $0 != 0
    ${Tell} "it has not ended: $0"
    ${EndWith} 11 "$(STILL_RUNS)"
  ${EndIf}
  ${Cli} "$INSTDIR" "autostart off"
  ${If} $Purge = 1
    ${Cli} "$INSTDIR" "purge --yes"
    ${Tell} "configuration, database and credentials are removed: $0"
  ${EndIf}
  StrCpy $R7 0
  ${Do}
    RMDir /r "$INSTDIR"
    ${IfNot} ${FileExists} "$INSTDIR\campanello.exe"
      ${ExitDo}
    ${EndIf}
    IntOp $R7 $R7 + 1
    ${If} $R7 > 40
      ${Tell} "files are still held"
      ${EndWith} 12 "$(NOT_WRITTEN)"
    ${EndIf}
    Sleep 500
  ${Loop}
  RMDir /r "$INSTDIR.old"
  RMDir /r "${DATA}\updates"
  Delete "$SMPROGRAMS\Campanello.lnk"
  DeleteRegKey HKCU "${NOTICES}"
  DeleteRegKey HKCU "${KEY}"
  ${Tell} "done"
SectionEnd
